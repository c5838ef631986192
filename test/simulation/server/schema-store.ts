import type { AnswerRow } from './run-select.js';
import type { ShapeColumn, TableShape } from './table-shape.js';

export type SchemaTable = 'keyspaces' | 'tables' | 'columns' | 'dropped_columns' | 'indexes' | 'types' | 'views';

/** Change of one row of `system_schema`; without a row it is deleted. */
export interface SchemaWrite {
  readonly table: SchemaTable;
  /** Keyspace and the rest of the primary key. */
  readonly key: readonly string[];
  readonly row: AnswerRow | undefined;
  /** Microseconds. */
  readonly timestamp: number;
}

interface Entry extends SchemaWrite {
  readonly hash: number;
}

/** The schema as one node knows it: rows of `system_schema`, of which the latest write wins. */
export class SchemaStore {
  private readonly entries = new Map<string, Entry>();
  private readonly shapes = new Map<string, TableShape | undefined>();
  private sum = 0;

  /** Equal on nodes that know the same. */
  get version(): string {
    const hex = (this.sum >>> 0).toString(16).padStart(8, '0');
    return `${hex}-0000-4000-8000-${hex.padStart(12, '0')}`;
  }

  merge(writes: readonly SchemaWrite[]): void {
    for (const write of writes) {
      const name = nameOf(write.table, write.key);
      const before = this.entries.get(name);
      if (before && before.timestamp > write.timestamp) continue;
      const hash = hashOf(`${name}@${write.timestamp}${write.row === undefined ? '-' : ''}`);
      this.sum ^= (before?.hash ?? 0) ^ hash;
      this.entries.set(name, { ...write, hash });
    }
    this.shapes.clear();
  }

  /** Everything that this node knows, for one that has missed something. */
  all(): readonly SchemaWrite[] {
    return [...this.entries.values()];
  }

  row(table: SchemaTable, ...key: readonly string[]): AnswerRow | undefined {
    return this.entries.get(nameOf(table, key))?.row;
  }

  /** Rows of a table below a part of the key, in the order of their keys. */
  rows(table: SchemaTable, ...key: readonly string[]): readonly AnswerRow[] {
    const found: Entry[] = [];
    for (const entry of this.entries.values()) {
      if (entry.table === table && entry.row && key.every((part, index) => entry.key[index] === part))
        found.push(entry);
    }
    return found.toSorted(byKey).flatMap(({ row }) => (row === undefined ? [] : [row]));
  }

  shapeOf(keyspace: string, table: string): TableShape | undefined {
    const name = `${keyspace}.${table}`;
    if (!this.shapes.has(name)) this.shapes.set(name, this.readShape(keyspace, table));
    return this.shapes.get(name);
  }

  private readShape(keyspace: string, name: string): TableShape | undefined {
    const row = this.row('tables', keyspace, name);
    if (!row) return undefined;
    const columns = this.rows('columns', keyspace, name).map(columnOf);
    const keyed = (kind: ShapeColumn['kind']) =>
      columns.filter((column) => column.kind === kind).toSorted((a, b) => a.position - b.position);
    return {
      id: String(row['id']),
      keyspace,
      name,
      defaultTtl: Number(row['default_time_to_live'] ?? 0),
      columns: new Map(columns.map((column) => [column.name, column])),
      partitionKey: keyed('partition_key'),
      clusteringKey: keyed('clustering'),
      indexed: new Set(this.rows('indexes', keyspace, name).map(targetOf)),
    };
  }
}

const nameOf = (table: SchemaTable, key: readonly string[]) => `${table}|${key.join('|')}`;

function columnOf(row: AnswerRow): ShapeColumn {
  return {
    name: String(row['column_name']),
    type: String(row['type']),
    // Rows of this store are made by run-schema.ts, with these four kinds.
    kind: row['kind'] as ShapeColumn['kind'],
    position: Number(row['position']),
    descending: row['clustering_order'] === 'desc',
  };
}

const targetOf = ({ options }: AnswerRow) =>
  String((options as Record<string, unknown>)['target']).replace(/^\w+\((.*)\)$/, '$1');

function byKey(a: Entry, b: Entry): number {
  const [left, right] = [a.key.join('|'), b.key.join('|')];
  return left < right ? -1 : Number(left > right);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
