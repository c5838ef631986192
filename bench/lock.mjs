import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLock } from '../build/lock/lease-lock.js';
import { CassandraDatabase } from '../build/session/driver/cassandra-database.js';
import { ensureOwnTables } from '../build/session/ensure-own-tables.js';
import { LOCK_TABLE } from '../build/session/own-tables.js';
import { inFreshKeyspace, median, statementsOf, timed, withClient } from './measure.mjs';

const HELD = 20_000;
const COUNTED = 10_000;
const WORK = 100;
const NAIVE_PAUSE = 1_000;

/**
 * A lock that is held for a while and then passes from one waiting run to the next, against runs that ask for it each second
 * with a lightweight transaction: requests while it is held, and the time from a release to the next holder.
 */
export async function lockWaiters(options, { waiters, replicas }) {
  const coodie = await courseOf(options, { waiters, replicas, holdsOf: leaseLocks });
  const naive = await courseOf(options, { waiters, replicas, holdsOf: naivePolls });
  const what = `lock, ${waiters} waiting runs`;
  const both = (key) => ({ coodie: coodie[key], bare: naive[key] });
  return [
    { what: `${what}: requests a second while it is held`, unit: '', ...both('requests') },
    { what: `${what}: of them lightweight transactions`, unit: '', ...both('transactions') },
    { what: `${what}: from a release to the next holder`, ...both('handover') },
    { what: `${what}: until all have had it`, ...both('all') },
  ];
}

async function courseOf(options, { waiters, replicas, holdsOf }) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, replicas, async (keyspace) => {
      const database = new CassandraDatabase({ client, keyspace, ddlTimeout: 60_000 });
      const ddl = await database.openDdl();
      await ensureOwnTables(ddl, [LOCK_TABLE]);
      return measure(holdsOf(database), waiters);
    }),
  );
}

async function measure(hold, waiters) {
  const handovers = [];
  let freeSince;
  const run = (number, work) => hold(number, work).then(() => (freeSince = performance.now()));
  const first = run(0, () => delay(HELD));
  await delay(1_000);
  const others = Array.from({ length: waiters }, (_, number) =>
    run(number + 1, () => {
      handovers.push(performance.now() - freeSince);
      return delay(WORK);
    }),
  );
  await delay(HELD - COUNTED - 2_000);
  const sent = await statementsOf(() => delay(COUNTED));
  await first;
  const all = await timed(() => Promise.all(others));
  return { ...ratesOf(sent), handover: median(handovers), all };
}

function ratesOf(sent) {
  const requests = sent.filter((cql) => cql.includes(LOCK_TABLE.name));
  const transactions = requests.filter((cql) => /\bIF\b/.test(cql));
  const perSecond = ({ length }) => (length * 1_000) / COUNTED;
  return { requests: perSecond(requests), transactions: perSecond(transactions) };
}

function leaseLocks(database) {
  return (number, work) =>
    new LeaseLock(database, { process: `run-${number}:1`, ttl: 300 }).hold({ wait: 600, report: () => {} }, work);
}

function naivePolls({ session }) {
  const table = `"${session.keyspace}"."${LOCK_TABLE.name}"`;
  const insert = `INSERT INTO ${table} (lock_id, owner) VALUES ('naive', ?) IF NOT EXISTS USING TTL 300`;
  // A request that timed out under contention may have taken effect: the next answer shows the owner of the row.
  const ask = async (cql, owner) => {
    try {
      const { applied, rows } = await session.execute(cql, [owner], { consistency: 'quorum' });
      return { applied, holder: rows[0]?.owner };
    } catch {
      return { applied: false, holder: undefined, isUnclear: true };
    }
  };
  const isTaken = ({ applied, holder }, owner) => applied || holder === owner;
  const isReleased = ({ applied, holder, isUnclear }, owner) => applied || (!isUnclear && holder !== owner);
  return async (number, work) => {
    const owner = `run-${number}`;
    while (!isTaken(await ask(insert, owner), owner)) await delay(NAIVE_PAUSE);
    await work();
    const remove = `DELETE FROM ${table} WHERE lock_id = 'naive' IF owner = ?`;
    while (!isReleased(await ask(remove, owner), owner)) await delay(NAIVE_PAUSE);
  };
}
