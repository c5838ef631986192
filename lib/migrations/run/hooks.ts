import { messageOf } from '../../core/error.js';
import type { Direction, Report } from '../../core/progress/progress.js';
import { MigrationHookError } from '../source/errors.js';
import type { MigrationResult } from './migration-result.js';
import { type GraceOptions, withinGrace } from './within-grace.js';

/** A run over some migrations. */
export interface RunEvent {
  readonly keyspace: string;
  readonly direction: Direction;
  /** In the order in which they run. */
  readonly migrations: readonly string[];
}

export interface MigrationEvent {
  readonly keyspace: string;
  readonly direction: Direction;
  readonly migration: string;
}

/** A schema change, or a statement of a script; the reads and writes of code are its own matter. */
export interface StatementEvent extends MigrationEvent {
  readonly cql: string;
}

/** How something ended: with an error, or without. */
export interface Ending {
  readonly milliseconds: number;
  readonly error?: unknown;
}

/**
 * Hooks of an application around migrations: implement some of them in a provider that carries
 * `@CoodieMigrationHooks()`. What `before…` throws stops the run before anything of what it announces has happened. What
 * `after…` throws is logged: what is done is done.
 * @publicApi
 */
export interface MigrationHooks {
  beforeRun?(run: RunEvent): Promise<void> | void;
  afterRun?(run: RunEvent & Ending & { readonly results: readonly MigrationResult[] }): Promise<void> | void;
  beforeMigration?(migration: MigrationEvent): Promise<void> | void;
  afterMigration?(migration: MigrationEvent & Ending): Promise<void> | void;
  beforeStatement?(statement: StatementEvent): Promise<void> | void;
  afterStatement?(statement: StatementEvent & Ending): Promise<void> | void;
}

type Call = (hooks: MigrationHooks) => Promise<void> | void;

/** Calls the hooks of an application around what they are about, one after the other. */
export class HookCaller {
  constructor(
    private readonly hooks: readonly MigrationHooks[],
    private readonly report: Report,
    private readonly grace: GraceOptions,
  ) {}

  get isIdle(): boolean {
    return this.hooks.length === 0;
  }

  async run(event: RunEvent, work: () => Promise<readonly MigrationResult[]>): Promise<readonly MigrationResult[]> {
    await this.before('beforeRun', (hooks) => hooks.beforeRun?.(event));
    return this.around(
      work,
      (ending, results = []) =>
        (hooks) =>
          hooks.afterRun?.({ ...event, ...ending, results }),
    );
  }

  async migration<T>(event: MigrationEvent, work: () => Promise<T>): Promise<T> {
    await this.before('beforeMigration', (hooks) => hooks.beforeMigration?.(event));
    return this.around(work, (ending) => (hooks) => hooks.afterMigration?.({ ...event, ...ending }));
  }

  async statement<T>(event: StatementEvent, work: () => Promise<T>): Promise<T> {
    await this.before('beforeStatement', (hooks) => hooks.beforeStatement?.(event));
    return this.around(work, (ending) => (hooks) => hooks.afterStatement?.({ ...event, ...ending }));
  }

  private async before(hook: keyof MigrationHooks, call: Call): Promise<void> {
    for (const hooks of this.hooks) {
      try {
        await withinGrace(this.grace, () => call(hooks));
      } catch (error) {
        if (error === this.grace.signal.reason) throw error;
        throw new MigrationHookError(hooks.constructor.name, hook, error);
      }
    }
  }

  private async around<T>(work: () => Promise<T>, after: (ending: Ending, result?: T) => Call): Promise<T> {
    const startedAt = performance.now();
    const milliseconds = () => performance.now() - startedAt;
    try {
      const result = await work();
      await this.tell(after({ milliseconds: milliseconds() }, result));
      return result;
    } catch (error) {
      await this.tell(after({ milliseconds: milliseconds(), error }));
      throw error;
    }
  }

  private async tell(call: Call): Promise<void> {
    for (const hooks of this.hooks) {
      try {
        await withinGrace(this.grace, () => call(hooks));
      } catch (error) {
        this.report({ kind: 'hook-failed', hook: hooks.constructor.name, message: messageOf(error) });
      }
    }
  }
}
