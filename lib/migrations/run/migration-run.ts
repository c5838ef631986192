import type { Definitions } from '../../backfill/background/background-definition.js';
import { BackfillUnfinishedError } from '../../backfill/errors.js';
import { messageOf } from '../../core/error.js';
import type { Direction, Report } from '../../core/progress/progress.js';
import type { LockContext } from '../../lock/under-lock.js';
import { lookForNames } from '../../session/look-for.js';
import { outlast, settleNoted } from '../../session/send-ddl.js';
import { inSpan, type Telemetry } from '../../session/telemetry.js';
import type { LogEntry } from '../history/audit-log.js';
import { Journal } from '../history/journal.js';
import { journalledStatements } from '../history/journalled.js';
import { MigrationState } from '../history/migration-state.js';
import type { History } from '../history/read-history.js';
import type { Recorder } from '../history/recorder.js';
import { StatementJournal } from '../history/statement-journal.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { HookCaller } from './hooks.js';
import type { MigrationResult } from './migration-result.js';
import { runMigration } from './run-migration.js';

export interface MigrationRunOptions {
  readonly held: LockContext;
  readonly report: Report;
  readonly hooks: HookCaller;
  readonly backfills: () => Promise<Definitions>;
  readonly trial: boolean;
  readonly direction: Direction;
  readonly recorder: Recorder;
  /** Migrations that earlier runs left half-way. */
  readonly history: Pick<History, 'unfinished' | 'leftOver'>;
  readonly telemetry: Telemetry;
}

/** One run over some migrations, under the lock. */
export class MigrationRun {
  private readonly state: MigrationState;
  private readonly journal: Journal;

  constructor(private readonly options: MigrationRunOptions) {
    this.state = new MigrationState(options.held.ddl);
    this.journal = new Journal(options.held.ddl, { recorder: options.recorder, lease: options.held.lease });
  }

  /** Runs one migration and records it: what it did statement by statement, and in the end that it is done, or why not. */
  async migrate(migration: LoadedMigration): Promise<MigrationResult> {
    const { held, hooks, direction, telemetry } = this.options;
    const { keyspace } = held.session;
    const { name } = migration.entry;
    const attributes = () => ({ 'db.namespace': keyspace, 'coodie.migration': name, 'coodie.direction': direction });
    return inSpan({ telemetry, name: 'coodie.migration', attributes }, (span) =>
      hooks.migration({ keyspace, direction, migration: name }, async () => {
        const result = await this.runRecorded(migration);
        span.note({ 'coodie.migration.statements': result.count });
        return result;
      }),
    );
  }

  private async runRecorded(migration: LoadedMigration): Promise<MigrationResult> {
    try {
      return await this.run(migration);
    } catch (error) {
      await this.recordFailure(migration, error);
      throw error;
    }
  }

  private async run(migration: LoadedMigration): Promise<MigrationResult> {
    const { held, direction, report, hooks, backfills, trial, history, telemetry, recorder } = this.options;
    const { entry, form } = migration;
    await held.lease.confirm();
    if (history.leftOver.has(entry.name)) await this.journal.cleared(entry.name);
    if (direction === 'downgrade') await this.outlastUpgrade(entry.name);
    if (form === 'code') await this.journal.began(entry.name, direction);
    const { runtime } = recorder;
    const journal = this.statementsOf(migration);
    const tools = { ...held, runtime, report, hooks, backfills, trial, telemetry, journal, migration: entry.name };
    const result = await runMigration(migration, direction, tools);
    await held.lease.confirm();
    await this.recordEnd(migration, result);
    return result;
  }

  /** A statement of the upgrade that was never answered must not run after the migration is rolled back, or applied again. */
  private async outlastUpgrade(name: string): Promise<void> {
    const { held, history } = this.options;
    const unclear = history.unfinished
      .get(name)
      ?.upgrade.find(({ state, position }) => state === 'started' && position > 0);
    if (unclear) await outlast(held.ddl, unclear.cql);
  }

  /**
   * One request says that a migration is done. Its steps are removed once that can be seen: where an older write hides it,
   * they tell the next run that nothing is left to do.
   */
  private async recordEnd(migration: LoadedMigration, result: MigrationResult): Promise<void> {
    const { direction, recorder } = this.options;
    const { entry } = migration;
    const { name } = entry;
    const isUp = direction === 'upgrade';
    const change = isUp ? this.state.appliedNow(migration, recorder) : this.state.notApplied(name);
    const line: LogEntry = {
      migration: name,
      event: isUp ? 'applied' : 'rolled-back',
      entry,
      direction,
      statements: result.count,
      milliseconds: result.milliseconds,
    };
    await this.state.record([change], [line], recorder);
    await this.state.prove(name, isUp ? entry.checksum : undefined);
    await this.clear(name);
  }

  /** Steps that stay are left over: whatever runs the migration next removes them before it begins. */
  private async clear(name: string): Promise<void> {
    try {
      await this.journal.cleared(name);
    } catch (error) {
      this.warn(`The journal of ${name} was not cleared: ${messageOf(error)}`);
    }
  }

  /** The log only ever grows: a run that has lost its lock may write to it. The failure itself is what is thrown. */
  private async recordFailure({ entry, form }: LoadedMigration, failure: unknown): Promise<void> {
    // It has done nothing, and waits for its turn: it stays pending.
    if (failure instanceof BackfillUnfinishedError) return this.clear(entry.name);
    const { direction, recorder } = this.options;
    const error = messageOf(failure);
    try {
      await this.state.record([], [{ migration: entry.name, event: 'failed', entry, direction, error }], recorder);
      if (form === 'script') return;
      await this.journal.stopped(entry.name, direction, error);
    } catch (unrecorded) {
      this.warn(`The failure was not recorded: ${messageOf(unrecorded)}`);
    }
  }

  private warn(message: string): void {
    this.options.report({ kind: 'migration-log', level: 'warn', message });
  }

  private statementsOf(migration: LoadedMigration): StatementJournal {
    const { held, direction, history } = this.options;
    const { name, origin } = migration.entry;
    const known = history.unfinished.get(name);
    return new StatementJournal({
      journal: this.journal,
      keyspace: held.session.keyspace,
      migration: name,
      origin,
      direction,
      known: known?.direction === direction ? known.steps : [],
      settle: (cql) => settleNoted(held.ddl, cql),
      look: (cql) => lookForNames(held.ddl, cql),
      last: journalledStatements(migration, direction).length,
    });
  }
}
