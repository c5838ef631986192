import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'cassandra-driver';
import { migrate } from './fleet.js';

export interface KillPlan {
  readonly client: Client;
  readonly target: Parameters<typeof migrate>[0];
  /** The backfill whose rows are counted. */
  readonly name: string;
  readonly kills: number;
  /** Called before the run that is not killed. */
  readonly last?: (() => void) | undefined;
}

const APPLY = ['apply', '--yes', '--lock-wait', '30'];
/** Milliseconds after the start of the backfill, at most. */
export const LATEST = 900;

/** Kills runs at random, then lets one end. Returns the number of rows that were noted as written after each kill. */
export async function killAtRandom({ client, target, name, kills, last }: KillPlan): Promise<readonly number[]> {
  const progress: number[] = [];
  // Its tables do not exist before the first run has come so far.
  const noted = () => covered(client, name).catch(() => 0);
  for (let kill = 0; kill < kills; kill += 1) {
    const { child, ended } = migrate(target, APPLY);
    const isHeld = async () => (await lockOwners(client)).some((owner) => owner.includes(`:${child.pid}:`));
    while (!(await isHeld())) await delay(50);
    await delay(Math.random() * LATEST);
    // A slow machine may not have come to a row so soon; one of the kills is to be in the midst of them.
    if (kill === kills - 1) while ((await noted()) === 0) await delay(50);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    // Nobody is left who holds it: the next run need not wait until it expires.
    await client.execute(`DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock' IF EXISTS`);
    progress.push(await noted());
  }
  last?.();
  expect(await migrate(target, APPLY).ended).toMatchObject({ code: 0 });
  return progress;
}

async function covered(client: Client, name: string): Promise<number> {
  const cql = 'SELECT row_count FROM "_coodie_backfill_ranges" WHERE name = ?';
  const { rows } = await client.execute(cql, [name], { prepare: true });
  return rows.reduce((sum, row) => sum + Number(row['row_count'] ?? 0), 0);
}

async function lockOwners(client: Client): Promise<readonly string[]> {
  try {
    const { rows } = await client.execute('SELECT owner FROM "_coodie_migrations_lock"');
    return rows.map(({ owner }) => String(owner));
  } catch {
    return [];
  }
}
