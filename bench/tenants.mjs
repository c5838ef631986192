// The first sync of tenants against their statements sent by the bare driver: a few tenants of each in turn, so that both meet
// the same server. The keyspaces exist before, in both cases. Those of coodie are left: the server ends with this measure.
import { TenantService } from '../dist/index.js';
import { entitiesOf, withApplication } from './application.mjs';
import { inFreshKeyspace, statementsOf, timed, withClient } from './measure.mjs';

const TENANTS = 100;
const TABLES = 5;
const IN_TURN = 25;

/** Rows of the first sync and of one that finds nothing to do. */
export function tenants(options) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, async (keyspace) => {
      const list = [];
      const settings = { client: options, keyspace, tenants: { keyspaces: () => list } };
      return withApplication(settings, entitiesOf(TABLES, { indexes: 0 }), (app) =>
        measure(app.get(TenantService), client, list),
      );
    }),
  );
}

async function measure(service, client, list) {
  const total = { coodie: 0, bare: 0, sent: 0, ddl: 0 };
  for (let first = -IN_TURN; first < TENANTS; first += IN_TURN) {
    const [mine, bare] = [await created(client, 'coodie', first), await created(client, 'bare', first)];
    list.push(...mine);
    const statements = (await service.sync({ only: mine, dryRun: true })).flatMap((outcome) => outcome.statements);
    const forBare = statements.map((cql) => cql.replace('coodie_tenant_', 'bare_tenant_'));
    const spent = await turn(first, {
      coodie: () => service.sync({ only: mine }),
      bare: () => sendAll(client, forBare),
    });
    for (const name of bare) await client.execute(`DROP KEYSPACE ${name}`);
    // The first of each do not count: the server has just started, and coodie makes its own tables.
    if (first < 0) continue;
    total.coodie += spent.coodie;
    total.bare += spent.bare;
    total.sent += spent.sent;
    total.ddl += statements.length;
  }
  const first = `first sync, ${TENANTS} tenants × ${TABLES} tables`;
  return [
    { what: first, ...pick(total), statements: `${total.sent} statements, ${total.ddl} DDL`, bound: 'at most 1.2' },
    await unchanged(service, list.slice(IN_TURN)),
  ];
}

const pick = ({ coodie, bare }) => ({ coodie, bare });

async function turn(first, works) {
  const spent = { sent: 0 };
  const names = (first / IN_TURN) % 2 === 0 ? ['coodie', 'bare'] : ['bare', 'coodie'];
  for (const name of names) {
    const sent = await statementsOf(async () => {
      spent[name] = await timed(works[name]);
    });
    if (name === 'coodie') spent.sent = sent.length;
  }
  return spent;
}

async function unchanged(service, only) {
  let coodie = 0;
  const sent = await statementsOf(async () => {
    coodie = await timed(() => service.sync({ only }));
  });
  const what = `unchanged sync, ${only.length} tenants × ${TABLES} tables`;
  return { what, coodie, statements: `${sent.length} statements`, bound: 'at most 20 statements' };
}

async function created(client, kind, first) {
  const names = Array.from({ length: IN_TURN }, (_, index) => `${kind}_tenant_${first + IN_TURN + index}`);
  for (const name of names) {
    await client.execute(
      `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
  }
  return names;
}

async function sendAll(client, statements) {
  for (const cql of statements) await client.execute(cql);
}
