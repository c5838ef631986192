import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CoodieModule, BackfillService } from '../../lib/index.js';
import { withModules } from '../support/application.js';
import { clientOptions, type SuiteKeyspace } from '../support/cassandra.js';
import { reachRedis, type RedisAddress } from '../support/redis.js';

const WORKER = join(__dirname, '../fixtures/apps/backfill-worker.mjs');

export interface WorkerProcesses {
  /** Starts a process of the built package that works on the backfill `split`. */
  readonly worker: (more?: { readonly redis?: object }) => Promise<ChildProcess>;
  /** Number of ranges that are not done, and that this process was the last to work on. */
  readonly rangesOf: (child: ChildProcess) => Promise<number>;
  /** An application that only looks, and does no work. */
  readonly watching: <T>(work: (service: BackfillService) => Promise<T>) => Promise<T>;
}

/** Workers in processes of their own, of the fixture or another script like it, killed after each test of the suite around it. */
export function useWorkerProcesses(keyspace: SuiteKeyspace, script: () => string = () => WORKER): WorkerProcesses {
  const children: ChildProcess[] = [];
  let redis: RedisAddress;
  beforeAll(async () => {
    redis = await reachRedis();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child, 'SIGKILL');
  });
  afterAll(() => redis.end());
  return {
    worker: async (more = {}) => {
      const options = { keyspace: keyspace.name, client: clientOptions(), redis: redis.connection, ...more };
      const child = fork(script(), [JSON.stringify(options)]);
      children.push(child);
      await once(child, 'message');
      return child;
    },
    rangesOf: async (child) => {
      const cql = `SELECT owner, done_at FROM "_coodie_backfill_ranges" WHERE name = 'split'`;
      const { rows } = await keyspace.client.execute(cql);
      return rows.filter((row) => !row['done_at'] && String(row['owner']).includes(`:${child.pid}:`)).length;
    },
    watching: (work) => {
      const imports = [CoodieModule.forRoot({ keyspace: keyspace.name, client: clientOptions() })];
      return withModules({ imports }, (app) => work(app.get(BackfillService)));
    },
  };
}

/** Starts the backfill in the process of a worker: its class elsewhere would be another text. */
export async function startedBy(child: ChildProcess, restart: boolean): Promise<void> {
  child.send({ restart });
  await once(child, 'message');
}

/** Number of rows that the process of a worker has handed to `row`. */
export async function rowsOf(child: ChildProcess): Promise<number> {
  child.send({ count: true });
  const [count] = (await once(child, 'message')) as [number];
  return count;
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
