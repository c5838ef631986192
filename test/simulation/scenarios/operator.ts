import type { Application } from '../application.js';
import { KEYSPACE, type World } from '../world.js';
import type { Plan } from './plan.js';
import { Violation } from '../violations.js';

interface AppRow {
  readonly table: string;
  readonly id: string;
}

const LOCK = '_coodie_migrations_lock';
const ATTEMPTS = 40;

/** People and programs that use the database beside coodie. */
export class Operator {
  /** Rows that an application has written and that the cluster has acknowledged. */
  private readonly acknowledged: AppRow[] = [];

  constructor(
    private readonly world: World,
    private readonly foreign: Set<string>,
  ) {}

  /** Makes tables that are in the way of migrations, and later removes a lock in the wrong way, if the plan says so. */
  prepare({ collisions, chapters, plainUnlock }: Plan): void {
    for (const index of collisions) {
      const table = chapters[index]?.table ?? '';
      this.foreign.add(table);
      this.run(`CREATE TABLE ${table} (owner text PRIMARY KEY, secret text)`);
      this.run(`INSERT INTO ${table} (owner, secret) VALUES ('them', 'theirs')`);
    }
    if (plainUnlock !== undefined) this.unlockWhenFree(plainUnlock, ATTEMPTS);
  }

  /** Removes what is in the way; throws where anything of it was changed. */
  removeForeign(): void {
    for (const table of this.foreign) {
      const rows = JSON.stringify(this.run(`SELECT * FROM ${table}`).rows);
      if (rows !== '[{"owner":"them","secret":"theirs"}]') {
        throw new Violation('nothing that others made is touched', `the table ${table} of somebody else holds ${rows}`);
      }
      this.run(`DROP TABLE ${table}`);
    }
    this.foreign.clear();
  }

  /**
   * Removes an empty table that a copy of a statement has made again after it was dropped: the connection was reset, the
   * statement was repeated, and the server read the first copy later still. Answers whether the problem was one.
   */
  removeLateCopy(problem: string): boolean {
    const { effects } = this.world.cluster;
    const [, table] = /Cannot add already existing table "(\w+)"/.exec(problem) ?? [];
    const made = effects.filter(({ cql }) => cql.startsWith(`CREATE TABLE ${table} `));
    const last = made.at(-1);
    const dropped = effects.findLastIndex(({ cql }) => cql === `DROP TABLE ${table}`);
    const isCopy = last !== undefined && made.some((other) => other !== last && other.actor === last.actor);
    if (!isCopy || dropped < 0 || effects.indexOf(last) < dropped) return false;
    if (this.run(`SELECT * FROM ${table}`).rows.length > 0) return false;
    this.run(`DROP TABLE ${table}`);
    return true;
  }

  /** Writes a row to each table of the entities, as the application does once it is up. */
  async useTables({ process }: Application, entities: number): Promise<void> {
    const actor = `app of ${process.name}`;
    const { session } = this.world.databaseOf({ process, actor }, 12_000);
    for (let entity = 1; entity <= entities; entity += 1) {
      const row: AppRow = { table: `entity${entity}`, id: `${process.name} at ${this.world.queue.now}` };
      try {
        await session.execute(`INSERT INTO ${row.table} (id, note) VALUES (?, 'kept')`, [row.id]);
        this.acknowledged.push(row);
      } catch {
        this.world.trace.add(`${actor} could not write to ${row.table}`);
      }
    }
  }

  /** An acknowledged row that is gone. */
  lostRow(): AppRow | undefined {
    return this.acknowledged.find(({ table, id }) => {
      try {
        return this.run(`SELECT id FROM ${table} WHERE id = ?`, [id]).rows.length === 0;
      } catch {
        return true;
      }
    });
  }

  /** Runs a statement in cqlsh, on a node that works. */
  run(cql: string, params: readonly unknown[] = [], timestamp?: number) {
    const { cluster, trace } = this.world;
    const node = this.nodeAtHand();
    trace.add(`operator ${node.name.slice(0, 8)} ${cql}`);
    return cluster.execute(node, { cql, params, keyspace: KEYSPACE, actor: 'operator', timestamp });
  }

  private nodeAtHand() {
    const { nodes } = this.world.cluster;
    const node = nodes.find(({ isPaused }) => !isPaused) ?? nodes[0];
    if (!node) throw new Error('a cluster has nodes');
    return node;
  }

  /** A DELETE without a condition: its tombstone has the time of a clock that is ahead. */
  private unlockWhenFree(ahead: number, attempts: number): void {
    const { queue, cluster } = this.world;
    if (attempts === 0) return;
    queue.after(250, () => {
      const node = this.nodeAtHand();
      const isThere = node.schema.shapeOf(KEYSPACE, LOCK) !== undefined;
      if (!isThere || this.run(`SELECT owner FROM ${LOCK}`).rows.length > 0)
        return this.unlockWhenFree(ahead, attempts - 1);
      this.run(
        `DELETE FROM ${LOCK} WHERE lock_id = 'coodie_migration_lock'`,
        [],
        Math.round((cluster.clockOf(node) + ahead) * 1_000),
      );
    });
  }
}
