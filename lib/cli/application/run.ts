import type { OpenApplication } from './open-application.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';

/** Dependencies of one run of a command. */
export interface Run {
  readonly settings: Settings;
  readonly application: OpenApplication;
  readonly terminal: Terminal;
}
