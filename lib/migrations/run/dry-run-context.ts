import type { Direction } from '../../core/progress.js';
import type { Row } from '../../session/session.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { BatchStatement, MigrationContext, MigrationLogger } from '../source/migration.js';
import { guardStatement, refuseInBatch } from './guard.js';
import { StatementRecord } from './statement-record.js';

const SILENT: MigrationLogger = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

/** The context of a dry run: it records what would be sent, and sends nothing. */
export class DryRunContext implements MigrationContext {
  readonly dryRun = true;
  readonly record = new StatementRecord();
  readonly signal = new AbortController().signal;
  readonly logger = SILENT;

  constructor(
    readonly keyspace: string,
    private readonly migration: LoadedMigration,
    private readonly direction: Direction,
  ) {}

  async execute(cql: string): Promise<readonly Row[]> {
    const permitted = this.direction === 'downgrade' || this.migration.allowDestructive;
    guardStatement({ cql, origin: this.migration.entry.origin }, permitted);
    this.record.add(cql);
    return [];
  }

  async *stream(cql: string): AsyncGenerator<Row> {
    yield* await this.execute(cql);
  }

  async batch(statements: readonly BatchStatement[]): Promise<void> {
    refuseInBatch(statements, this.migration.entry.origin);
    for (const { cql } of statements) this.record.add(cql);
  }
}
