import type { Run } from './run.js';
import { Interruption } from './interruption.js';
import type { Settings } from '../settings/settings.js';
import { ProgressView } from '../terminal/progress-view.js';
import type { Terminal } from '../terminal/terminal.js';
import { whileAtWork } from './end-of-process.js';
import type { ApplicationOpener, Opening } from './application-opener.js';
import type { OpenApplication } from './open-application.js';

export interface ApplicationWork {
  readonly opener: ApplicationOpener;
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly writes: boolean;
  /** Whether the work needs no database. */
  readonly lazy?: boolean | undefined;
}

/** Opens the application, works on it, and closes it, whatever happens. */
export async function inApplication<T>(circumstances: ApplicationWork, work: (run: Run) => Promise<T>): Promise<T> {
  const { opener, settings, terminal, writes, lazy } = circumstances;
  const interruption = new Interruption();
  const progress = new ProgressView(terminal, settings.output.verbose);
  const report = interruption.stopping(progress.report);
  const opening = { settings, terminal, report, interruption: interruption.signal, writes, lazy };
  const inTheApplication = async () => {
    const application = await open(opener, opening, interruption);
    try {
      return await interruption.orStop(work({ settings, application, terminal }));
    } finally {
      progress.stop();
      await application.close();
    }
  };
  const atEnd = () => {
    if (interruption.isLocked) terminal.warn(lockLeft(settings));
  };
  return interruption.during(
    () => whileAtWork(inTheApplication, atEnd),
    () => terminal.warn('Stopping after the current statement. Once more: at once.'),
  );
}

/** A process that ends sends nothing any more, so the lock stays until its time is over. */
function lockLeft({ application: { lockTtl } }: Settings): string {
  const time =
    lockTtl === undefined ? 'its time to live is over (300 s, unless the application says otherwise)' : until(lockTtl);
  return `  The migration lock could not be released. It stands until ${time}: coodie migrate unlock`;
}

const until = (seconds: number) => `${new Date(Date.now() + seconds * 1000).toISOString()} at the latest`;

/** An interruption while connecting does not wait; a connection that arrives later is closed. */
async function open(opener: ApplicationOpener, opening: Opening, interruption: Interruption): Promise<OpenApplication> {
  const opened = opener.open(opening);
  try {
    return await interruption.orStop(opened);
  } catch (error) {
    if (interruption.signal.aborted) opened.then((application) => application.close()).catch(() => {});
    throw error;
  }
}
