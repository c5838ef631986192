import { Client, type types } from 'cassandra-driver';
import { setTimeout as delay } from 'node:timers/promises';
import { MigrationService, type MigrationResult } from '../../lib/index.js';
import { withApplication } from '../support/application.js';
import { MigratedKeyspace, type Cluster } from '../support/cluster.js';

const NAME = '20260101_001_people';
const FIRST = 'CREATE TABLE people (id int PRIMARY KEY)';
const MIDDLE = 'CREATE TABLE visits (id int PRIMARY KEY, at timestamp)';
const LAST = 'ALTER TABLE people ADD name text';
/** Milliseconds that a run waits for hosts that fail, and for hosts that are back. */
const IMPATIENT = 6_000;
const PATIENT = 90_000;

type Deed = (node: number) => Promise<void>;
/** Which node is struck, given the coordinator of the statement. */
type Choice = (coordinator: number) => number;

/** A node fails while a migration of three statements is under way: what it came to, and that all is well afterwards. */
export function failingNodes(cluster: Cluster): void {
  describe('a migration while a node fails', () => {
    const pause: Deed = (node) => cluster.cassandra.pause(node);
    const kill: Deed = async (node) => {
      // A schema change takes longer than that: the node dies in the middle of it, if it is to run it.
      await delay(20);
      await cluster.cassandra.kill(node);
    };

    it('ends well, or names the node, where another than its coordinator is paused', () =>
      migrate(cluster, { name: 'paused_other', whom: otherThan, deed: pause, fix: resume }));

    it('names the coordinator where that is paused, which may do the statement yet, and goes on when it has', () =>
      migrate(cluster, { name: 'paused_coordinator', whom: itself, deed: pause, fix: resume, fails: true }));

    it('ends well where another node dies', () =>
      migrate(cluster, { name: 'killed_other', whom: otherThan, deed: kill, fix: restart, fails: false }));

    it('names the coordinator where that dies in the middle, or ends well, and goes on when it is back', () =>
      migrate(cluster, { name: 'killed_coordinator', whom: itself, deed: kill, fix: restart }));

    async function resume(node: number): Promise<void> {
      await cluster.cassandra.resume(node);
    }
    async function restart(node: number): Promise<void> {
      await cluster.cassandra.restart(node);
    }
  });
}

const itself: Choice = (coordinator) => coordinator;
const otherThan: Choice = (coordinator) => (coordinator + 1) % 3;

interface Failing {
  readonly name: string;
  readonly whom: Choice;
  /** What happens to the node while the statement is on its way to its coordinator. */
  readonly deed: Deed;
  /** Undoes it. */
  readonly fix: Deed;
  /** Whether the run must fail, must not, or may. */
  readonly fails?: boolean;
}

async function migrate(cluster: Cluster, { name, whom, deed, fix, fails }: Failing): Promise<void> {
  await MigratedKeyspace.with(cluster, name, async (keyspace) => {
    keyspace.write(`${NAME}.cql`, `${FIRST};\n${MIDDLE};\n${LAST};`);
    const sending = new Sending(cluster, async (coordinator) => {
      const node = whom(coordinator);
      await deed(node);
      return node;
    });
    const failure = await untilStruck(sending, () => apply(cluster, keyspace, IMPATIENT));
    const { failed } = sending;
    if (fails !== undefined) expect(failure !== undefined).toBe(fails);
    if (failure !== undefined) expect(failure.message).toContain(`127.0.0.${failed + 1}`);
    await fix(failed);
    await apply(cluster, keyspace, PATIENT);
    expect(await apply(cluster, keyspace, PATIENT)).toEqual([]);
    const schema = await keyspace.agreedSchema(PATIENT);
    for (const part of ['people', 'visits', 'name text']) expect(schema).toContain(part);
    expect(await keyspace.events()).toEqual(['applied']);
  });
}

const ATTEMPTS = 5;

/**
 * On a busy machine the hosts may take longer to agree than an impatient run waits, before anything has been done to one:
 * then the run is repeated. Answers how the one ended in which a node was struck.
 */
async function untilStruck(sending: Sending, run: () => Promise<unknown>): Promise<Error | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await sending.during(run).then(
      () => undefined,
      (error: Error) => error,
    );
    if (sending.failed >= 0 || attempt === ATTEMPTS) return failure;
    expect(failure?.message).toContain('The hosts did not agree on the schema');
  }
}

function apply(cluster: Cluster, keyspace: MigratedKeyspace, ddlTimeout: number): Promise<readonly MigrationResult[]> {
  const options = {
    // A host that is silent is found out sooner than by the driver's own patience.
    client: { ...cluster.cassandra.clientOptions, socketOptions: { readTimeout: 4_000 } },
    keyspace: keyspace.name,
    ddlTimeout,
    migrations: { dir: keyspace.directory },
  };
  return withApplication(options, [], (app) => app.get(MigrationService).apply({ lockWait: 60 }));
}

type Execute = (this: Client, cql: string, ...rest: readonly unknown[]) => Promise<types.ResultSet>;

/** What goes to the coordinator of the schema changes, just before each of them. */
const NOTE = /^INSERT INTO .*_coodie_migrations_journal/;

/** Does something to a node at the moment at which a statement is handed to the driver, for the node that had the note of it. */
class Sending {
  /** The node that it was done to. */
  failed = -1;
  private coordinator = 0;

  constructor(
    private readonly cluster: Cluster,
    /** Answers whom it struck. */
    private readonly deed: (coordinator: number) => Promise<number>,
  ) {}

  async during<T>(work: () => Promise<T>): Promise<T> {
    // The driver overloads `execute` with a callback, which coodie never uses.
    const prototype = Client.prototype as unknown as { execute: Execute };
    const original = prototype.execute;
    const note = (result: types.ResultSet) => this.note(result);
    const strike = () => this.strike();
    prototype.execute = async function (cql, ...rest) {
      const answer = Reflect.apply(original, this, [cql, ...rest]) as Promise<types.ResultSet>;
      if (cql === MIDDLE) await strike();
      const result = await answer;
      if (NOTE.test(cql)) note(result);
      return result;
    };
    try {
      return await work();
    } finally {
      prototype.execute = original;
    }
  }

  private note({ info }: types.ResultSet): void {
    this.coordinator = this.cluster.cassandra.contactPoints.indexOf(info.queriedHost);
  }

  private async strike(): Promise<void> {
    if (this.failed >= 0) return;
    this.failed = await this.deed(this.coordinator);
  }
}
