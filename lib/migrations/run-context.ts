import { classifyStatement, type StatementClass } from '../core/cql/classify-statement.js';
import type { Position } from '../core/cql/position.js';
import type { Direction, Report } from '../core/progress.js';
import type { Lease } from '../lock/lease.js';
import { sendDdl } from '../session/send-ddl.js';
import type { DdlSession, Row, Session } from '../session/session.js';
import { UnsupportedStatementError, type StatementPlace } from './errors.js';
import { guardStatement } from './guard.js';
import { changesSchema, isJournalled } from './journalled.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { MigrationContext, MigrationLogger } from './migration.js';
import type { StatementJournal } from './statement-journal.js';
import { StatementRecord } from './statement-record.js';

/** What a run works with, whatever the migration. */
export interface RunTools {
  readonly session: Session;
  readonly ddl: DdlSession;
  readonly lease: Lease;
  readonly report: Report;
  readonly journal: StatementJournal;
}

/** The context of one migration in a real run: schema changes one by one, under the lock, agreed on by every host. */
export class RunContext implements MigrationContext {
  readonly dryRun = false;
  readonly record = new StatementRecord();
  /** The first statement that failed. */
  failed: StatementPlace | undefined;
  readonly keyspace: string;
  readonly logger: MigrationLogger;

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
    return this.run(cql, params);
  }

  /** As `execute`, for a statement of a script: it is always reported, and errors say where it stands. */
  executeAt(cql: string, position: Position): Promise<readonly Row[]> {
    return this.run(cql, [], position);
  }

  private async run(cql: string, params: readonly unknown[], position?: Position): Promise<readonly Row[]> {
    const place: StatementPlace = { cql, origin: this.migration.entry.origin, position };
    const statement = classifyStatement(cql);
    guardStatement(place, this.direction === 'downgrade' || this.migration.allowDestructive);
    refuseUse(statement, place.origin);
    this.signal.throwIfAborted();
    const send = () => this.send(cql, params, { statement, inScript: position !== undefined });
    try {
      return await (changesSchema(statement) || position ? this.reported(cql, send) : send());
    } catch (error) {
      this.failed ??= place;
      throw error;
    }
  }

  private async reported(cql: string, send: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
    const position = this.record.count + 1;
    const migration = this.migration.entry.name;
    const startedAt = performance.now();
    this.tools.report({ kind: 'statement-started', cql, position, migration });
    const rows = await send();
    const milliseconds = performance.now() - startedAt;
    this.tools.report({ kind: 'statement-finished', cql, position, migration, milliseconds });
    return rows;
  }

  private async send(
    cql: string,
    params: readonly unknown[],
    { statement, inScript }: Sending,
  ): Promise<readonly Row[]> {
    if (changesSchema(statement)) return this.change(cql, params);
    const write = async () => (await this.tools.session.execute(cql, params)).rows;
    const rows = isJournalled(statement, inScript) ? await this.tools.journal.once(cql, write) : await write();
    if (rows) this.record.add(cql);
    return rows ?? [];
  }

  private async change(cql: string, params: readonly unknown[]): Promise<readonly Row[]> {
    const { ddl, lease, journal } = this.tools;
    const confirm = () => lease.confirm();
    await confirm();
    const rows = await journal.once(cql, () => sendDdl(ddl, { cql, params, confirm }));
    if (!rows) return [];
    this.record.add(cql);
    await ddl.awaitAgreement(this.signal);
    return rows;
  }
}

interface Sending {
  readonly statement: StatementClass;
  readonly inScript: boolean;
}

function refuseUse({ kind }: StatementClass, origin: string): void {
  if (kind !== 'use') return;
  throw new UnsupportedStatementError(`${origin} sends USE, which would change the keyspace of everything after it.`, {
    hint: 'Names without a keyspace mean the target keyspace already; qualify those of another: other.table.',
  });
}

function loggerOf(report: Report): MigrationLogger {
  const at = (level: keyof MigrationLogger) => (message: string) => report({ kind: 'migration-log', level, message });
  return { debug: at('debug'), log: at('log'), warn: at('warn'), error: at('error') };
}
