import { Injectable } from '@nestjs/common';
import type { Report } from '../../core/progress/progress.js';

/** Relays the progress of a running application to the current command, once there is one. */
@Injectable()
export class ProgressRelay {
  target: Report = () => {};

  readonly report: Report = (progress) => this.target(progress);
}
