import { shownStatement } from '../../core/cql/mask-secrets.js';
import { isNeedlessUse, readStatement, type Statement } from '../../core/cql/statement.js';
import type { Direction } from '../../core/progress/progress.js';
import type { Position } from '../../core/text/position.js';
import { assertUnclaimed } from '../../lock/statement-claims.js';
import { sendDdl } from '../../session/send-ddl.js';
import type { ExecuteOptions, Row } from '../../session/session.js';
import { changesSchema, isJournalled } from '../history/journalled.js';
import { type StatementPlace, UnsupportedStatementError } from '../source/errors.js';
import { NOTHING_WRITTEN, type AnyBackfill, type BackfillResult } from '../../backfill/backfill-options.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { BatchOptions, BatchStatement, StreamRowsOptions } from '../source/migration.js';
import type { CopyTableOptions } from '../../backfill/copy/copy-options.js';
import { readBackfill, requireBackfill, wantedStep } from '../backfill/background-step.js';
import { backfillStep, type BackfillStep } from '../backfill/backfill-step.js';
import { copyWork } from '../backfill/copy-step.js';
import { refuseLoss } from '../backfill/refuse-loss.js';
import { guardStatement, refuseInBatch } from './guard.js';
import type { StatementHandler } from './queued-context.js';
import type { SentStatement } from './key-of-row.js';
import type { RunTools } from './run-tools.js';
import { refuseDefect } from './sendable.js';
import { SentStatements } from './statement-record.js';
import { StatementReports } from './statement-reports.js';
import { withoutSecrets } from './without-secrets.js';

/**
 * Sends the statements of one migration. The lock is confirmed directly before everything that is sent, reads aside:
 * between that and the driver nothing is waited for. Every host agrees on each change of the schema.
 */
export class StatementSender implements StatementHandler {
  readonly record = new SentStatements();
  /** The first statement that failed. */
  failed: StatementPlace | undefined;
  /** The statement, or the row of its answer, that was at hand when the migration failed. */
  atHand: SentStatement | undefined;
  private readonly reports: StatementReports;

  constructor(
    private readonly tools: RunTools,
    private readonly migration: LoadedMigration,
    private readonly direction: Direction,
  ) {
    this.reports = new StatementReports(tools, migration.entry.name, direction);
  }

  async execute(statement: Statement, params: readonly unknown[], position?: Position): Promise<readonly Row[]> {
    if (isNeedlessUse(statement, this.tools.session.keyspace)) return [];
    const { cql } = statement;
    const place: StatementPlace = { cql, origin: this.migration.entry.origin, position };
    this.permit(statement, place);
    const send = () => this.send(statement, params, position !== undefined);
    const rows = await this.failingAt({ cql, params }, place, () =>
      changesSchema(statement.class) || position ? this.reports.of(statement, send) : send(),
    );
    return rows ?? [];
  }

  async *stream({ cql, params }: SentStatement, options: StreamRowsOptions): AsyncGenerator<Row, void, undefined> {
    const statement = readStatement(cql);
    this.permit(statement, { cql, origin: this.migration.entry.origin });
    if (statement.class.kind !== 'read')
      throw new UnsupportedStatementError(`${this.migration.entry.origin} streams no SELECT: ${shownStatement(cql)}`);
    const before = this.atHand;
    for await (const row of this.tools.session.stream(cql, params, options)) {
      this.signal.throwIfAborted();
      this.atHand = { cql, params, row };
      yield row;
    }
    this.atHand = before;
  }

  async batch(statements: readonly BatchStatement[], options: BatchOptions): Promise<void> {
    const { origin } = this.migration.entry;
    const read = statements.map(({ cql }) => readStatement(cql));
    refuseInBatch(read, origin);
    this.signal.throwIfAborted();
    const [first] = statements;
    if (!first) return;
    const { lease, session } = this.tools;
    const writes = statements.map(({ cql, params = [] }) => ({ cql, params }));
    await this.failingAt({ cql: first.cql, params: first.params ?? [] }, { cql: first.cql, origin }, async () => {
      await lease.confirm();
      await session.batch(writes, { ...options, beforeRetry: () => lease.confirm() });
    });
    for (const statement of read) this.record.add(statement);
  }

  async backfill(options: AnyBackfill): Promise<BackfillResult> {
    const wanted = readBackfill(options, this.migration.entry.name);
    return this.runBackfill(wanted.statement, () => wantedStep(wanted, this.tools));
  }

  async copyTable(options: CopyTableOptions): Promise<BackfillResult> {
    const work = copyWork(options, this.tools);
    return this.runBackfill(work.statement, () => backfillStep(work, this.tools));
  }

  private async runBackfill(statement: Statement, run: () => Promise<BackfillStep>): Promise<BackfillResult> {
    const { cql } = statement;
    this.signal.throwIfAborted();
    let result: BackfillResult = NOTHING_WRITTEN;
    await this.failingAt({ cql, params: [] }, { cql, origin: this.migration.entry.origin }, () =>
      this.reports.of(statement, async () => {
        const step = await run();
        result = step.result;
        if (step.ran) this.record.add(statement);
        return step.ran ? [] : undefined;
      }),
    );
    return result;
  }

  async requireBackfill(name: string): Promise<void> {
    this.signal.throwIfAborted();
    await requireBackfill(name, this.tools);
  }

  private get signal(): AbortSignal {
    return this.tools.lease.signal;
  }

  private permit(statement: Statement, place: StatementPlace): void {
    refuseDefect(statement, place.origin);
    guardStatement(statement, place, this.direction === 'downgrade' || this.migration.allowDestructive);
    this.signal.throwIfAborted();
  }

  /** Remembers what was at hand when something failed for the first time. */
  private async failingAt<T>(sent: SentStatement, place: StatementPlace, work: () => Promise<T>): Promise<T> {
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

  /** Returns nothing where an earlier run has done it. */
  private async send(
    statement: Statement,
    params: readonly unknown[],
    inScript: boolean,
  ): Promise<readonly Row[] | undefined> {
    if (changesSchema(statement.class)) return this.change(statement, params);
    const { session, lease, journal } = this.tools;
    const { cql } = statement;
    const isRead = statement.class.kind === 'read';
    const options: ExecuteOptions = { unclear: inScript && !isRead ? 'told-apart' : 'as-it-comes' };
    const send = async () => {
      if (!isRead) await lease.confirm();
      return (await session.execute(cql, params, options)).rows;
    };
    const safely = () => withoutSecrets(cql, send);
    const rows = isJournalled(statement.class, inScript) ? await journal.once(statement, safely) : await safely();
    if (rows) this.record.add(statement);
    return rows;
  }

  private async change(statement: Statement, params: readonly unknown[]): Promise<readonly Row[] | undefined> {
    const { ddl, lease, journal } = this.tools;
    const { cql } = statement;
    const confirm = () => lease.confirm();
    await confirm();
    await assertUnclaimed(ddl, cql);
    await refuseLoss(statement, this.tools);
    const send = (wasThere: boolean) => sendDdl(ddl, { cql, params, confirm, wasThere });
    const rows = await journal.once(statement, (wasThere) => withoutSecrets(cql, () => send(wasThere)));
    if (!rows) return undefined;
    this.record.add(statement);
    await ddl.awaitAgreement(this.signal);
    return rows;
  }
}
