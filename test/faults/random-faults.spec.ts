import { types, type Client } from 'cassandra-driver';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clientOptions, createKeyspace, dropKeyspace } from '../support/cassandra.js';
import { connected } from '../support/connected.js';
import { CHAIN, oneTimeWrite } from './chain.js';
import { applyUntilItEnds, LOCK_TTL, migrate, type Ended, type Faults, type Target } from './fleet.js';

/** .ci/run sets fewer, to stay within its time; COODIE_FAULT_SEED repeats the rounds of a run that failed. */
const MINUTES = Number(process.env['COODIE_FAULT_MINUTES'] ?? 10);
const SEED = Number(process.env['COODIE_FAULT_SEED'] ?? Date.now() % 2 ** 31);
const RUNNERS = 3;
const FAULTS: Faults = { kill: 0.012, stop: 0.02 };
/** The ends of a run that a fault explains; everything else is a failure of the test. */
const EXPLAINED = ['COODIE_LEASE_LOST', 'COODIE_LOCK_HELD', 'COODIE_UNCLEAR_OUTCOME'];

describe(`three runners that are killed, stopped and continued at random (seed ${SEED}, ${MINUTES} minutes)`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'coodie-faults-'));
  for (const [file, text] of Object.entries(CHAIN)) writeFileSync(join(directory, file), text);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it(
    'leave what a run without faults leaves, with each write done once',
    async () => {
      const expected = await inKeyspace(directory, async (target, client) => {
        const { code, stderr } = await migrate(target, ['apply', '--json']).ended;
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) as string });
        return stateOf(client, target);
      });
      const random = generator(SEED);
      const tally = { rounds: 0, runs: 0, settled: 0 };
      const deadline = performance.now() + MINUTES * 60_000;
      while (performance.now() < deadline || tally.rounds === 0) {
        tally.rounds += 1;
        await inKeyspace(directory, async (target, client) => {
          await Promise.all(Array.from({ length: RUNNERS }, () => runner(target, client, { random, tally })));
          expect({ round: tally.rounds, ...(await stateOf(client, target)) }).toEqual({
            round: tally.rounds,
            ...expected,
          });
        });
      }
      process.stderr.write(
        `random faults: ${tally.rounds} rounds, ${tally.runs} runs that ended, ${tally.settled} writes settled by hand\n`,
      );
    },
    (MINUTES + 5) * 60_000,
  );
});

interface Round {
  readonly random: () => number;
  readonly tally: { runs: number; settled: number };
}

/** Applies until there is nothing left to apply; settles like an operator what a run could not tell. */
async function runner(target: Target, client: Client, { random, tally }: Round): Promise<void> {
  for (;;) {
    const ended = await applyUntilItEnds(target, FAULTS, random);
    tally.runs += 1;
    if (ended.code === 0) return;
    const unclear = explain(ended);
    if (unclear) tally.settled += await settle(target, client, unclear);
  }
}

/** A statement of which a run does not know whether it took effect, and its place. */
interface Unclear {
  readonly cql: string;
  readonly migration: string;
  readonly statement: number;
}

/** Throws where no fault explains the end of a run. */
function explain({ code, signal, stdout, stderr }: Ended): Unclear | undefined {
  const { codes, unclear } = failureIn(stdout);
  if (!codes.some((it) => EXPLAINED.includes(it))) {
    throw new Error(`A run ended with ${code ?? signal}:\n${stdout}\n${stderr}`);
  }
  return codes.includes('COODIE_UNCLEAR_OUTCOME') ? unclear : undefined;
}

interface Report {
  readonly error: {
    readonly code: string;
    readonly facts: {
      readonly origin?: string;
      readonly done?: readonly string[];
      readonly statement?: { readonly cql?: string };
      readonly cause?: { readonly code?: string };
    };
  };
}

/** The codes of an error and of its cause, and its statement: the one after those that are done. */
function failureIn(stdout: string): { readonly codes: readonly string[]; readonly unclear?: Unclear } {
  if (!stdout.startsWith('{')) return { codes: [] };
  const { code, facts } = (JSON.parse(stdout) as Report).error;
  const { origin = '', done = [], statement, cause } = facts;
  const unclear = { cql: statement?.cql ?? '', migration: parse(origin).name, statement: done.length + 1 };
  return { codes: [code, cause?.code ?? ''], unclear };
}

/**
 * An operator looks whether the write is there, and says so of that statement: by now another runner may have gone on to the
 * next one. Answers how many writes were settled.
 */
async function settle(target: Target, client: Client, { cql, migration, statement }: Unclear): Promise<number> {
  const write = oneTimeWrite(cql);
  if (!write) throw new Error(`A run calls unclear what it could have found out: ${cql}`);
  // What was sent before the run ended is there by now.
  await delay(1_000);
  const { rows } = await client.execute(`SELECT * FROM ${write.table} WHERE id = ${write.id}`);
  const said = [rows.length > 0 ? '--done' : '--not-done', migration, '--statement', String(statement)];
  const { code } = await migrate(target, ['repair', ...said, '--yes', '--json', '--lock-wait', '30']).ended;
  return code === 0 ? 1 : 0;
}

interface Status {
  readonly migrations: readonly { readonly name: string; readonly state: string }[];
  readonly problems: readonly unknown[];
}

async function statusOf(target: Target): Promise<Status> {
  return JSON.parse((await migrate(target, ['status', '--json']).ended).stdout) as Status;
}

/** Everything that the migrations leave, but for names, ids and times. */
async function stateOf(client: Client, target: Target) {
  const { keyspace } = target;
  const read = async (query: string) =>
    (await client.execute(query, [], { consistency: types.consistencies.quorum })).rows.map((row) => ({ ...row }));
  const described = await read(`DESCRIBE KEYSPACE ${keyspace}`);
  const log = await read('SELECT migration_name, event FROM "_coodie_migrations_log"');
  const { migrations, problems } = await statusOf(target);
  return {
    schema: described.map((row) => normalised(String(row['create_statement']), keyspace)),
    rows: await Promise.all(['counts', 'lists', 'people', 'visits', 'last'].map((table) => sorted(read, table))),
    states: migrations.map(({ name, state }) => `${name} ${state}`),
    problems,
    events: log.filter(({ event }) => event === 'applied').map((row) => String(row['migration_name'])),
    lock: await leftOfTheLock(read),
  };
}

/** A run that is killed after its last statement leaves the lock for its time to live, and nothing to do to those after it. */
async function leftOfTheLock(read: (query: string) => Promise<readonly object[]>): Promise<readonly object[]> {
  const over = performance.now() + (LOCK_TTL + 1) * 1_000;
  for (;;) {
    const rows = await read('SELECT owner FROM "_coodie_migrations_lock"');
    if (rows.length === 0 || performance.now() > over) return rows;
    await delay(250);
  }
}

const normalised = (text: string, keyspace: string) =>
  text.replaceAll(keyspace, 'the_keyspace').replaceAll(/ID = [\da-f-]+/g, 'ID = …');

async function sorted(read: (query: string) => Promise<readonly object[]>, table: string): Promise<readonly string[]> {
  return (await read(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row)).sort();
}

async function inKeyspace<T>(directory: string, work: (target: Target, client: Client) => Promise<T>): Promise<T> {
  const keyspace = await createKeyspace('faults');
  const { contactPoints } = clientOptions();
  try {
    return await connected({ ...clientOptions(), keyspace }, (client) =>
      work({ keyspace, hosts: contactPoints.join(','), directory }, client),
    );
  } finally {
    await dropKeyspace(keyspace);
  }
}

/** mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
