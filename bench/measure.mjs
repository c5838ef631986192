import { Client } from 'cassandra-driver';

/** Milliseconds that `work` takes. */
export async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Milliseconds that `work` takes, by the clock and of the processor. */
export async function spent(work) {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - startedAt, cpu: (user + system) / 1_000 };
}

/**
 * Runs ways in turn, A B B A A B …, so that a machine that changes its speed changes it for all; each answers figures. Returns
 * the medians: by the name of the way and that of the figure. One run of each comes before and does not count: a server that
 * has just started is slow.
 */
export async function inRounds(rounds, ways) {
  const results = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (const way of Object.values(ways)) await way();
  for (let round = 0; round < rounds; round += 1) {
    const names = round % 2 === 0 ? Object.keys(ways) : Object.keys(ways).toReversed();
    for (const name of names) results[name].push(await ways[name]());
  }
  return (name, figure) => median(results[name].map((result) => result[figure]));
}

/** The same for two things, each of which answers one figure. */
export async function inTurn(rounds, first, second) {
  const of = await inRounds(rounds, {
    first: async () => ({ figure: await first() }),
    second: async () => ({ figure: await second() }),
  });
  return { first: of('first', 'figure'), second: of('second', 'figure') };
}

/** Works on every item of a list, so many at once. */
export async function inParallel(items, work, atOnce) {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Every statement that any client of the driver was asked to send while `work` ran. */
export async function statementsOf(work) {
  const sent = [];
  const { execute } = Client.prototype;
  Client.prototype.execute = function (query, ...rest) {
    sent.push(query);
    return execute.call(this, query, ...rest);
  };
  try {
    await work();
  } finally {
    Client.prototype.execute = execute;
  }
  return sent;
}

/** A client of the bare driver, closed after `work`. */
export async function withClient(options, work) {
  const client = new Client(options);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.shutdown();
  }
}

let number = 0;

/** Works on a keyspace that nobody has used before, and drops it: a small server holds only so many tables. */
export async function inFreshKeyspace(client, replicas, work) {
  number += 1;
  const name = `bench_${process.pid}_${number}`;
  await client.execute(
    `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': ${replicas}}`,
  );
  try {
    return await work(name);
  } finally {
    await client.execute(`DROP KEYSPACE ${name}`);
  }
}
