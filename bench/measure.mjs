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

/**
 * Runs two things in turn, A B B A A B …, so that a machine that changes its speed changes it for both; answers medians.
 * One of each comes before and does not count: a server that has just started is slow.
 */
export async function inTurn(rounds, first, second) {
  const times = { first: [], second: [] };
  const measure = {
    first: async () => times.first.push(await first()),
    second: async () => times.second.push(await second()),
  };
  await first();
  await second();
  for (let round = 0; round < rounds; round += 1) {
    for (const which of round % 2 === 0 ? ['first', 'second'] : ['second', 'first']) await measure[which]();
  }
  return { first: median(times.first), second: median(times.second) };
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
