import { readStatement } from '../../core/cql/statement.js';
import { withKeyspaces } from '../../core/cql/statement-keyspaces.js';
import type { ScriptStatement } from '../../core/cql/split-script.js';
import type { MigrationEntry } from '../../core/history/history.js';
import type { Row } from '../../session/session.js';
import type { AnyBackfill, BackfillOptions, BackfillResult } from '../../backfill/backfill-options.js';
import type { CopyTableOptions } from '../../backfill/copy/copy-options.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import type { MigrationSource } from '../source/migration-source.js';
import type {
  BatchOptions,
  BatchStatement,
  Migration,
  MigrationContext,
  StreamRowsOptions,
} from '../source/migration.js';

type Names = ReadonlyMap<string, string>;

/** Migrations whose statements name other keyspaces than those that are written in them. */
export class RenamedSource implements MigrationSource {
  readonly name: string;

  constructor(
    private readonly source: MigrationSource,
    private readonly names: Names,
  ) {
    this.name = source.name;
  }

  list(): Promise<readonly MigrationEntry[]> {
    return this.source.list();
  }

  text(entry: MigrationEntry): Promise<string> {
    return this.source.text(entry);
  }

  async load(entry: MigrationEntry): Promise<LoadedMigration> {
    const loaded = await this.source.load(entry);
    if (loaded.form === 'code') return { ...loaded, migration: renamedMigration(loaded.migration, this.names) };
    const { upgrade, downgrade } = loaded.statements;
    const renamed = (statement: ScriptStatement) => renamedStatement(statement, this.names);
    return { ...loaded, statements: { upgrade: upgrade.map(renamed), downgrade: downgrade.map(renamed) } };
  }
}

function renamedStatement(statement: ScriptStatement, names: Names): ScriptStatement {
  const cql = withKeyspaces(statement.cql, names);
  return cql === statement.cql ? statement : { ...statement, ...readStatement(cql) };
}

function renamedMigration(migration: Migration, names: Names): Migration {
  const { description, allowDestructive, reversible } = migration;
  const upgrade = (context: MigrationContext) => migration.upgrade(new RenamedContext(context, names));
  const renamed = { description, allowDestructive, reversible, upgrade };
  if (!migration.downgrade) return renamed;
  return { ...renamed, downgrade: async (context) => migration.downgrade?.(new RenamedContext(context, names)) };
}

/** The context of a run whose statements are changed before they are looked at. */
class RenamedContext implements MigrationContext {
  constructor(
    private readonly context: MigrationContext,
    private readonly names: Names,
  ) {}

  get keyspace(): string {
    return this.context.keyspace;
  }

  get signal(): AbortSignal {
    return this.context.signal;
  }

  get logger(): MigrationContext['logger'] {
    return this.context.logger;
  }

  get dryRun(): boolean {
    return this.context.dryRun;
  }

  execute(cql: string, params?: readonly unknown[]): Promise<readonly Row[]> {
    return this.context.execute(withKeyspaces(cql, this.names), params);
  }

  stream(cql: string, params?: readonly unknown[], options?: StreamRowsOptions): AsyncIterable<Row> {
    return this.context.stream(withKeyspaces(cql, this.names), params, options);
  }

  batch(statements: readonly BatchStatement[], options?: BatchOptions): Promise<void> {
    const renamed = statements.map((statement) => ({ ...statement, cql: withKeyspaces(statement.cql, this.names) }));
    return this.context.batch(renamed, options);
  }

  copyTable(options: CopyTableOptions): Promise<BackfillResult> {
    return this.context.copyTable(options);
  }

  backfill(options: AnyBackfill): Promise<BackfillResult> {
    if (!('row' in options)) return this.context.backfill(options);
    const row: BackfillOptions['row'] = async (found) => {
      const writes = [(await options.row(found)) ?? []].flat();
      return writes.map((write) => ({ ...write, cql: withKeyspaces(write.cql, this.names) }));
    };
    return this.context.backfill({ ...options, row });
  }

  requireBackfill(name: string): Promise<void> {
    return this.context.requireBackfill(name);
  }
}
