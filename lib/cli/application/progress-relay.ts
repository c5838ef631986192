import { Injectable } from '@nestjs/common';
import type { Report } from '../../core/progress.js';

/** Where a running application's progress goes: to the command that is under way, once there is one. */
@Injectable()
export class ProgressRelay {
  target: Report = () => {};

  readonly report: Report = (progress) => this.target(progress);
}
