import { isBackfillProgress, type BackfillProgress } from '../../core/progress/backfill-line.js';
import { NowAndThen } from '../../core/progress/now-and-then.js';
import type { Progress, Report } from '../../core/progress/progress.js';
import {
  presentProgress,
  presentRunning,
  presentUnfinished,
  type ProgressStyle,
} from '../../present/progress.presenter.js';
import { cut } from '../../present/columns.js';
import type { Terminal } from './terminal.js';

/** Milliseconds between the lines of a backfill that stay. */
const BACKFILL_LINE_EVERY = 10_000;

interface Running {
  readonly cql: string;
  readonly startedAt: number;
}

/** Shows what a run does as it happens: lines that stay, and on a terminal a last one that moves. */
export class ProgressView {
  private owner: string | undefined;
  private running: Running | undefined;
  /** A migration in code may be busy with something that is no statement of the schema. */
  private isMigrating = false;
  private readonly backfillLines = new NowAndThen(BACKFILL_LINE_EVERY);

  constructor(
    private readonly terminal: Terminal,
    private readonly verbose: boolean,
  ) {}

  readonly report: Report = (progress) => {
    this.remember(progress);
    if (isBackfillProgress(progress)) return this.showBackfill(progress);
    const lines = presentProgress(progress, this.style);
    if (lines.length > 0) this.say(progress, lines.join('\n'));
    const current = this.running?.cql ?? (this.isMigrating ? 'running' : undefined);
    if (current === undefined) return;
    this.terminal.watch((frame, elapsed) => `    ${frame} ${presentRunning(current, elapsed, this.style)}`);
  };

  /** Ends the moving line; a statement that was under way is shown as what it is: not known to be done. */
  stop(): void {
    this.terminal.endWatch();
    if (this.running === undefined) return;
    const { cql, startedAt } = this.running;
    this.terminal.print(presentUnfinished(cql, performance.now() - startedAt, this.style));
    this.running = undefined;
  }

  /** A line that moves; without a terminal one that stays, now and then. */
  private showBackfill(progress: BackfillProgress): void {
    const [line = ''] = presentProgress(progress, this.style);
    if (this.terminal.isWatched)
      return this.terminal.watch((frame) => cut(`    ${frame} ${line.trim()}`, this.style.width));
    if (this.backfillLines.isDue(progress.name, performance.now())) this.terminal.print(line);
  }

  /** A lock that is left behind concerns those who run next: it is a warning, whatever the output is read for. */
  private say({ kind }: Progress, text: string): void {
    if (kind === 'lock-not-released' || kind === 'lock-released') this.terminal.warn(text);
    else this.terminal.print(text);
  }

  private remember(progress: Progress): void {
    if (progress.kind === 'lock-taken') this.owner = progress.owner;
    if (progress.kind === 'migration-started') this.isMigrating = true;
    if (progress.kind === 'migration-finished') this.isMigrating = false;
    if (progress.kind === 'statement-finished' || progress.kind === 'statement-known') this.running = undefined;
    if (progress.kind === 'statement-started') this.running = { cql: progress.cql, startedAt: performance.now() };
  }

  private get style(): ProgressStyle {
    const { paint, width } = this.terminal;
    return { paint, width, verbose: this.verbose, owner: this.owner };
  }
}
