import { Client } from 'cassandra-driver';
import { until } from './background-backfills.js';

type Execute = (this: Client, cql: string, ...rest: readonly unknown[]) => Promise<unknown>;

/** Lets a test stand between every client of this process and its server while work is done. */
export async function throughRequests<T>(between: (send: Execute) => Execute, work: () => Promise<T>): Promise<T> {
  const bare = Reflect.get(Client.prototype, 'execute') as unknown as Execute;
  const place = (value: Execute) =>
    Object.defineProperty(Client.prototype, 'execute', { value, configurable: true, writable: true });
  place(between(bare));
  try {
    return await work();
  } finally {
    place(bare);
  }
}

/** Waits until so many more looks at the state of a backfill were answered, which each process at work takes every 2 s. */
export type AwaitLooks = (count: number) => Promise<void>;

const LOOK = /^SELECT \* FROM \S*_coodie_backfills\S* WHERE name = /;

/** Counts looks instead of seconds: a busy machine is slow, and its timers are late. */
export async function countingLooks<T>(work: (looks: AwaitLooks) => Promise<T>): Promise<T> {
  let answered = 0;
  const counting = (send: Execute): Execute =>
    async function (this: Client, cql, ...rest) {
      const answer = await Reflect.apply(send, this, [cql, ...rest]);
      if (LOOK.test(cql)) answered += 1;
      return answer;
    };
  return throughRequests(counting, () =>
    work(async (count) => {
      const before = answered;
      await until(() => answered >= before + count);
    }),
  );
}
