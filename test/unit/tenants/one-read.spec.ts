import { NO_TELEMETRY } from '../../../lib/session/telemetry.js';
import { TenantService } from '../../../lib/tenants/tenant-service.js';
import type { TenantDependencies } from '../../../lib/tenants/tenant-dependencies.js';
import { parseEntities } from '../../../lib/core/entity/parse-entities.js';
import { Column, Entity, PartitionKey } from '../../../lib/index.js';
import type { Row, Session } from '../../../lib/session/session.js';

const TABLES = 5;
const TENANTS = Array.from({ length: 100 }, (_, index) => `tenant_${index}`);

const ENTITIES = Array.from({ length: TABLES }, (_, index) => {
  @Entity({ name: `table_${index}` })
  class Table {
    @PartitionKey('int') id!: number;
    @Column('text') note!: string;
  }
  return Table;
});

/** A server with these tables in each tenant; notes what it is asked. */
function serverWith(notes: ReadonlySet<string>): { readonly session: Session; readonly sent: string[] } {
  const sent: string[] = [];
  const execute = async (cql: string) => {
    sent.push(cql);
    const table = /system_schema\.(\w+)/.exec(cql)?.[1] ?? '';
    const named = [...cql.matchAll(/'(tenant_\d+)'/g)].map(([, name]) => name ?? '');
    const rows = named.flatMap((keyspace_name) => rowsOf(table, keyspace_name, notes.has(keyspace_name)));
    return { rows, applied: true, warnings: [] };
  };
  // Only what a look asks of a session.
  return { session: { keyspace: 'admin', execute } as unknown as Session, sent };
}

function rowsOf(table: string, keyspace_name: string, hasNotes: boolean): readonly Row[] {
  const names = ENTITIES.map((_, index) => `table_${index}`);
  if (table === 'keyspaces') return [{ keyspace_name, replication: {} }];
  if (table === 'tables') return names.map((table_name) => ({ keyspace_name, table_name, flags: ['compound'] }));
  if (table !== 'columns') return [];
  return names.flatMap((table_name) => [
    {
      keyspace_name,
      table_name,
      column_name: 'id',
      kind: 'partition_key',
      position: 0,
      type: 'int',
      clustering_order: 'none',
    },
    ...(hasNotes
      ? [
          {
            keyspace_name,
            table_name,
            column_name: 'note',
            kind: 'regular',
            position: -1,
            type: 'text',
            clustering_order: 'none',
          },
        ]
      : []),
  ]);
}

function serviceOver(session: Session): TenantService {
  const database = { session, onOneHost: () => session, inKeyspace: () => database };
  const [declared] = parseEntities(ENTITIES, { keyspace: 'admin', naming: 'snake_case' });
  return new TenantService({
    settings: {
      keyspaces: TENANTS,
      stateKeyspace: 'admin',
      createKeyspace: undefined,
      concurrency: 4,
      onError: 'continue',
    },
    database: () => Promise.resolve(database),
    declared: () => declared,
    policy: { allow: 'costly', dropRemovedIndexes: false, drop: { tables: [], columns: [] } },
    ignore: [],
    lockWait: 0,
    report: () => {},
    telemetry: NO_TELEMETRY,
  } as unknown as TenantDependencies);
}

describe('100 tenants with five tables each', () => {
  it('are seen to be unchanged in 14 requests', async () => {
    const { session, sent } = serverWith(new Set(TENANTS));
    const outcomes = await serviceOver(session).sync();
    expect(outcomes.map(({ state }) => state)).toEqual(TENANTS.map(() => 'unchanged'));
    expect(sent).toHaveLength(14);
  });

  it('are told apart: those that differ are named, in the order of the list', async () => {
    const { session } = serverWith(new Set(TENANTS.filter((name) => name !== 'tenant_7' && name !== 'tenant_64')));
    const verified: unknown = await serviceOver(session)
      .verify()
      .catch((error: unknown) => error);
    expect(verified).toMatchObject({
      failures: [
        { keyspace: 'tenant_7', code: 'COODIE_SCHEMA_DRIFT' },
        { keyspace: 'tenant_64', code: 'COODIE_SCHEMA_DRIFT' },
      ],
    });
  });
});
