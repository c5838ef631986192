import { setTimeout as delay } from 'node:timers/promises';
import { MigratedKeyspace, type Cluster } from '../support/cluster.js';
import type { FaultPoint } from '../support/run-coodie.js';
import { countOf, NAME, SCRIPT, UPGRADE } from './ten-statements.js';

/** Seconds: long enough for a busy machine to renew the lock. */
const TTL = 12;
const STATEMENT = UPGRADE[3];

/** Where it stops, and how often the statement is sent then. */
const POINTS = [
  // Before the journal notes the statement.
  ['unrecorded', 1],
  // On its way: that cannot be undone, but the server refuses what is done already.
  ['before', 2],
  // Before the journal notes the answer.
  ['after', 1],
] as const;

/** The holder of the lock sleeps past twice its time to live; another run does the rest of the work meanwhile. */
export function stoppedHolders(cluster: Cluster): void {
  describe('a holder of the lock that is stopped, and goes on when another has finished its work', () => {
    it('gives up, wherever it was stopped, and leaves nothing wrong behind', () =>
      Promise.all(
        POINTS.map(([point, times]) =>
          MigratedKeyspace.with(cluster, `stopped_${point}`, (keyspace) => sleepsAt(keyspace, point, times)),
        ),
      ));
  });
}

async function sleepsAt(keyspace: MigratedKeyspace, point: FaultPoint['point'], times: number): Promise<void> {
  keyspace.write(`${NAME}.cql`, SCRIPT);
  const woken = await sleepThrough(keyspace, { statement: STATEMENT, point, signal: 'SIGSTOP' }, async () => {
    const { code, stdout } = await keyspace.run(['apply', '--lock-wait', '90', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ migrations: [{ name: NAME }] });
  });
  expect(woken.stderr).toContain('✖ The migration lock was lost');
  expect(woken.stderr).toContain('No further statement was sent. Look at the state (coodie migrate status)');
  expect(woken.code).toBe(1);
  expect(countOf(keyspace.sent())).toEqual(
    Object.fromEntries(UPGRADE.map((cql) => [cql, cql === STATEMENT ? times : 1])),
  );
  await isInOrder(keyspace);
}

async function sleepThrough(keyspace: MigratedKeyspace, fault: FaultPoint, meanwhile: () => Promise<void>) {
  const run = keyspace.start(['apply', '--lock-ttl', String(TTL)], { fault });
  await run.atFault;
  const longEnough = delay(2 * TTL * 1000);
  await meanwhile();
  await longEnough;
  run.process.kill('SIGCONT');
  return run.ended;
}

/** The migration is applied, once, and status says so: nothing of the woken one's is in the way. */
async function isInOrder(keyspace: MigratedKeyspace): Promise<void> {
  const status = await keyspace.run(['status', '--check', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ migrations: [{ name: NAME, state: 'applied' }], problems: [] });
  expect(status.code).toBe(0);
  expect(await keyspace.events()).toEqual(['applied']);
}
