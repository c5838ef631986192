import { classifyStatement, type StatementClass } from '../../core/cql/classify-statement.js';
import type { Position } from '../../core/cql/position.js';
import type { Direction, Report } from '../../core/progress.js';
import type { Lease } from '../../lock/lease.js';
import { sendDdl } from '../../session/send-ddl.js';
import type { DdlSession, Row, Session } from '../../session/session.js';
import { UnsupportedStatementError, type StatementPlace } from '../errors.js';
import { changesSchema, isJournalled } from '../record/journalled.js';
import type { StatementJournal } from '../record/statement-journal.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type {
  BatchOptions,
  BatchStatement,
  MigrationContext,
  MigrationLogger,
  StreamRowsOptions,
} from '../source/migration.js';
import { guardStatement, refuseInBatch, refuseUse } from './guard.js';
import type { HookCaller } from './hooks.js';
import type { Sent } from './row-at-hand.js';
import { StatementRecord } from './statement-record.js';

/** What a run works with, whatever the migration. */
export interface RunTools {
  readonly session: Session;
  readonly ddl: DdlSession;
  readonly lease: Lease;
  readonly report: Report;
  readonly journal: StatementJournal;
  readonly hooks: HookCaller;
}

/** The context of one migration in a real run: schema changes one by one, under the lock, agreed on by every host. */
export class RunContext implements MigrationContext {
  readonly dryRun = false;
  readonly record = new StatementRecord();
  /** The first statement that failed. */
  failed: StatementPlace | undefined;
  /** What was sent, or read, when the migration failed: it leads to the row that was at hand. */
  atHand: Sent | undefined;
  readonly keyspace: string;
  readonly logger: MigrationLogger;
  private reports = 0;

  constructor(
    private readonly tools: RunTools,
    private readonly migration: LoadedMigration,
    private readonly direction: Direction,
  ) {
    this.keyspace = tools.session.keyspace;
    this.logger = loggerOf(tools.report);
  }

  get signal(): AbortSignal {
    return this.tools.lease.signal;
  }

  execute(cql: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.run({ cql, params });
  }

  /** As `execute`, for a statement of a script: it is always reported, and errors say where it stands. */
  executeAt(cql: string, position: Position): Promise<readonly Row[]> {
    return this.run({ cql, params: [] }, position);
  }

  async *stream(
    cql: string,
    params: readonly unknown[] = [],
    options: StreamRowsOptions = {},
  ): AsyncGenerator<Row, void, undefined> {
    const { kind } = this.permit({ cql, origin: this.migration.entry.origin });
    if (kind !== 'read')
      throw new UnsupportedStatementError(`${this.migration.entry.origin} streams no SELECT: ${cql}`);
    const before = this.atHand;
    for await (const row of this.tools.session.stream(cql, params, options)) {
      this.signal.throwIfAborted();
      this.atHand = { cql, params, row };
      yield row;
    }
    this.atHand = before;
  }

  async batch(statements: readonly BatchStatement[], options: BatchOptions = {}): Promise<void> {
    const { origin } = this.migration.entry;
    refuseInBatch(statements, origin);
    this.signal.throwIfAborted();
    const [first] = statements;
    if (!first) return;
    const writes = statements.map(({ cql, params = [] }) => ({ cql, params }));
    await this.failingAt({ cql: first.cql, params: first.params ?? [] }, { cql: first.cql, origin }, () =>
      this.tools.session.batch(writes, options),
    );
    for (const { cql } of statements) this.record.add(cql);
  }

  private async run(sent: Sent, position?: Position): Promise<readonly Row[]> {
    const place: StatementPlace = { cql: sent.cql, origin: this.migration.entry.origin, position };
    const statement = this.permit(place);
    const send = () => this.send(sent, { statement, inScript: position !== undefined });
    const rows = await this.failingAt(sent, place, () =>
      changesSchema(statement) || position ? this.reported(sent.cql, send) : send(),
    );
    return rows ?? [];
  }

  private permit(place: StatementPlace): StatementClass {
    const statement = classifyStatement(place.cql);
    guardStatement(place, this.direction === 'downgrade' || this.migration.allowDestructive);
    refuseUse(statement, place.origin);
    this.signal.throwIfAborted();
    return statement;
  }

  /** Remembers what was at hand when something failed for the first time. */
  private async failingAt<T>(sent: Sent, place: StatementPlace, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!this.failed) {
        this.failed = place;
        this.atHand = sent;
      }
      throw error;
    }
  }

  private reported(cql: string, send: () => Promise<readonly Row[] | undefined>): Promise<readonly Row[] | undefined> {
    const { keyspace, direction } = this;
    const migration = this.migration.entry.name;
    this.reports += 1;
    const position = this.reports;
    return this.tools.hooks.statement({ keyspace, direction, migration, cql }, async () => {
      const startedAt = performance.now();
      this.tools.report({ kind: 'statement-started', cql, position, migration });
      const rows = await send();
      const milliseconds = performance.now() - startedAt;
      this.tools.report(
        rows
          ? { kind: 'statement-finished', cql, position, migration, milliseconds }
          : { kind: 'statement-known', cql, position, migration },
      );
      return rows;
    });
  }

  /** Answers nothing where an earlier run has done it. */
  private async send({ cql, params }: Sent, { statement, inScript }: Sending): Promise<readonly Row[] | undefined> {
    if (changesSchema(statement)) return this.change(cql, params);
    const write = async () => (await this.tools.session.execute(cql, params)).rows;
    const rows = isJournalled(statement, inScript) ? await this.tools.journal.once(cql, write) : await write();
    if (rows) this.record.add(cql);
    return rows;
  }

  private async change(cql: string, params: readonly unknown[]): Promise<readonly Row[] | undefined> {
    const { ddl, lease, journal } = this.tools;
    const confirm = () => lease.confirm();
    await confirm();
    const rows = await journal.once(cql, () => sendDdl(ddl, { cql, params, confirm }));
    if (!rows) return undefined;
    this.record.add(cql);
    await ddl.awaitAgreement(this.signal);
    return rows;
  }
}

interface Sending {
  readonly statement: StatementClass;
  readonly inScript: boolean;
}

function loggerOf(report: Report): MigrationLogger {
  const at = (level: keyof MigrationLogger) => (message: string) => report({ kind: 'migration-log', level, message });
  return { debug: at('debug'), log: at('log'), warn: at('warn'), error: at('error') };
}
