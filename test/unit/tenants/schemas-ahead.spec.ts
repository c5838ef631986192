import type { Session } from '../../../lib/session/session.js';
import { SchemasAhead } from '../../../lib/tenants/schemas-ahead.js';

const TENANTS = Array.from({ length: 100 }, (_, index) => `tenant_${index}`);

/** A server that has these keyspaces, each of them empty, and how often it was asked. */
function serverWith(keyspaces: readonly string[]) {
  const server = { asked: 0, failing: 0 };
  const execute = (cql: string) => {
    server.asked += 1;
    if (server.failing > 0) {
      server.failing -= 1;
      return Promise.reject(new Error('no answer'));
    }
    const names = [...cql.matchAll(/'(tenant_\d+)'/g)].flatMap(([, name]) => name ?? []);
    const there = cql.includes('system_schema.keyspaces') ? names.filter((name) => keyspaces.includes(name)) : [];
    return Promise.resolve({ rows: there.map((keyspace_name) => ({ keyspace_name, replication: {} })) });
  };
  // Only what reading a schema asks of a session.
  return { server, session: { execute } as unknown as Session };
}

describe('the schemas of tenants that take turns', () => {
  it('are read in seven requests for fifty of them', async () => {
    const { server, session } = serverWith(TENANTS);
    const ahead = new SchemasAhead(TENANTS, 4);
    const asked: number[] = [];
    for (const tenant of TENANTS) {
      expect(await ahead.of(session, tenant)).toMatchObject({ keyspace: tenant, tables: [] });
      asked.push(server.asked);
    }
    expect([asked[0], asked[49], asked[50], asked[99]]).toEqual([7, 7, 14, 14]);
  });

  it('are missing where the keyspace is, for that tenant alone', async () => {
    const { session } = serverWith(TENANTS.filter((name) => name !== 'tenant_1'));
    const ahead = new SchemasAhead(TENANTS, 4);
    await ahead.of(session, 'tenant_0');
    await expect(ahead.of(session, 'tenant_1')).rejects.toMatchObject({ code: 'COODIE_KEYSPACE_MISSING' });
    expect(await ahead.of(session, 'tenant_2')).toMatchObject({ keyspace: 'tenant_2' });
  });

  it('are read again by the next tenant where a read failed', async () => {
    const { server, session } = serverWith(TENANTS);
    const ahead = new SchemasAhead(TENANTS, 1);
    server.failing = 1;
    await expect(ahead.of(session, 'tenant_0')).rejects.toThrow('no answer');
    expect(await ahead.of(session, 'tenant_1')).toMatchObject({ keyspace: 'tenant_1' });
  });
});
