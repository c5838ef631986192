import type { MigrationEntry } from '../core/history/history.js';
import { quoteLiteral } from '../core/lexer/tokenize.js';
import type { TableModel } from '../core/model/schema-model.js';
import { homeOf, type TenantHome } from '../core/tenants/tenant-home.js';
import { recordedIn, type RecordRows } from '../migrations/history/migration-state.js';
import { type History, historyOf, readHistory } from '../migrations/history/read-history.js';
import type { MigrationSource } from '../migrations/source/migration-source.js';
import { inTurns } from '../session/in-time.js';
import { qualified, TENANT_RECORD_TABLES } from '../session/own-tables.js';
import type { Database, Row } from '../session/session.js';
import { type Surveyed, surveyTenants } from '../session/survey-tenants.js';
import type { TenantSettings } from './tenant-dependencies.js';
import { homeError, inKeyspace } from './under-state-lock.js';

/** The history of a tenant, and where it is kept; or the error that takes its place. */
export type TenantHistory =
  | { readonly keyspace: string; readonly kind: 'state' | 'own'; readonly history: History }
  | { readonly keyspace: string; readonly kind: 'unknown'; readonly error: unknown };

/** Tenants up to which rows are asked for by name: beyond, all of them are read. */
const BY_NAME = 50;

/** Reads the histories of many tenants: those of the state keyspace in three requests, the others one by one. */
export class TenantHistories {
  constructor(
    private readonly connection: Database,
    private readonly settings: Pick<TenantSettings, 'stateKeyspace' | 'concurrency' | 'createKeyspace'>,
    private readonly source: MigrationSource,
  ) {}

  async read(tenants: readonly string[]): Promise<readonly TenantHistory[]> {
    const { stateKeyspace, concurrency } = this.settings;
    const [entries, survey] = await Promise.all([
      this.source.list(),
      surveyTenants(this.connection.session, tenants, stateKeyspace),
    ]);
    const rowsOf = await this.stateRows(tenants, survey);
    return inTurns(tenants, concurrency, async (keyspace): Promise<TenantHistory> => {
      const home = homeOf(keyspace, survey);
      try {
        if (home.kind === 'own') return { keyspace, kind: 'own', history: await this.own(keyspace) };
        return { keyspace, kind: 'state', history: this.kept(keyspace, home, { entries, rows: rowsOf(keyspace) }) };
      } catch (error) {
        return { keyspace, kind: 'unknown', error };
      }
    });
  }

  private own(keyspace: string): Promise<History> {
    return readHistory(inKeyspace(this.connection, keyspace).session, this.source);
  }

  /** A keyspace that is to be created has no history yet. */
  private kept(keyspace: string, home: TenantHome, { entries, rows }: Kept): History {
    const isToBeCreated = home.kind === 'missing' && this.settings.createKeyspace !== undefined;
    if (home.kind !== 'state' && !isToBeCreated) throw homeError(keyspace, home, this.settings.stateKeyspace);
    return historyOf(keyspace, entries, recordedIn(rows));
  }

  private async stateRows(tenants: readonly string[], survey: Surveyed): Promise<(keyspace: string) => RecordRows> {
    const parts = await Promise.all(TENANT_RECORD_TABLES.map((table) => this.rowsIn(table, tenants, survey)));
    const [state, log, journal] = parts.map(byKeyspace);
    return (keyspace) => ({
      state: state?.get(keyspace) ?? [],
      log: log?.get(keyspace) ?? [],
      journal: journal?.get(keyspace) ?? [],
    });
  }

  private async rowsIn(table: TableModel, tenants: readonly string[], survey: Surveyed): Promise<readonly Row[]> {
    if (!survey.stateTables.has(table.name) || tenants.length === 0) return [];
    const names = tenants.map(quoteLiteral).join(', ');
    const where = tenants.length > BY_NAME ? '' : ` WHERE keyspace_name IN (${names})`;
    const query = `SELECT * FROM ${qualified(this.settings.stateKeyspace, table)}${where}`;
    return (await this.connection.session.execute(query, [], { consistency: 'quorum', idempotent: true })).rows;
  }
}

interface Kept {
  readonly entries: readonly MigrationEntry[];
  readonly rows: RecordRows;
}

function byKeyspace(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const keyspace = String(row['keyspace_name']);
    const group = groups.get(keyspace);
    if (group) group.push(row);
    else groups.set(keyspace, [row]);
  }
  return groups;
}
