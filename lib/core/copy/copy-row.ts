import { quoteName } from '../model/identifier.js';
import { type CopiedColumn, type CopyPlan, isKey } from './plan-copy.js';
import { writable } from './writable.js';

type Row = Readonly<Record<string, unknown>>;

export interface CopyStatement {
  readonly cql: string;
  readonly params: readonly unknown[];
}

/** An expression that is read beside the columns of a row. */
export interface Extra {
  readonly cql: string;
  readonly alias: string;
}

/** Makes the statements that copy one row. The keyspace is that of the session. */
export class CopyRow {
  private readonly keys: readonly CopiedColumn[];
  private readonly partition: readonly CopiedColumn[];
  private readonly statics: readonly CopiedColumn[];
  private readonly regulars: readonly CopiedColumn[];
  private readonly clustering: readonly string[];

  constructor(private readonly plan: CopyPlan) {
    const { columns, from } = plan;
    this.keys = columns.filter(({ target }) => isKey(target));
    this.partition = columns.filter(({ target }) => target.kind === 'partition_key');
    this.statics = columns.filter(({ target }) => target.kind === 'static');
    this.regulars = columns.filter(({ target }) => target.kind === 'regular');
    this.clustering = from.columns.filter(({ kind }) => kind === 'clustering').map(({ name }) => name);
  }

  /** Time to live and time of each value, if they are kept. */
  extras(): readonly Extra[] {
    const { preserve, from } = this.plan;
    if (preserve === 'none') return [];
    const read = this.values().filter(({ source }) => from.columns.some(({ name }) => name === source));
    return read.flatMap(({ source }) => [
      { cql: `TTL(${quoteName(source)})`, alias: ttlOf(source) },
      ...(preserve === 'timestamps' ? [{ cql: `WRITETIME(${quoteName(source)})`, alias: timeOf(source) }] : []),
    ]);
  }

  /** The writes for a row of the source; none for a partition of static columns alone whose target has none. */
  statements(row: Row, times: Row = row): readonly CopyStatement[] {
    const [first] = this.clustering;
    if (first !== undefined && (row[first] ?? null) === null) return this.ofStatics(row, times);
    return this.plan.preserve === 'none' ? [this.insert(row, this.plan.columns)] : this.ofCells(row, times);
  }

  private values(): readonly CopiedColumn[] {
    return [...this.statics, ...this.regulars];
  }

  private ofStatics(row: Row, times: Row): readonly CopyStatement[] {
    if (this.statics.length === 0) return [];
    if (this.plan.preserve === 'none') return [this.insert(row, [...this.partition, ...this.statics])];
    return this.updates(row, times, { set: this.statics, where: this.partition });
  }

  /** The row itself, which lives as long as its longest value, then the values by time and time to live. */
  private ofCells(row: Row, times: Row): readonly CopyStatement[] {
    const cells = this.regulars.filter(({ source }) => isGiven(row[source]));
    const lives = cells.map(({ source }) => Number(times[ttlOf(source)] ?? 0));
    const ttl = lives.length === 0 || lives.includes(0) ? 0 : Math.max(...lives);
    const marker = this.insert(row, this.keys);
    return [
      { cql: `${marker.cql} USING TTL ?`, params: [...marker.params, ttl] },
      ...this.updates(row, times, { set: this.regulars, where: this.keys }),
      ...this.updates(row, times, { set: this.statics, where: this.partition }),
    ];
  }

  /** One UPDATE for each time and time to live. Its text names every column: those of another time are not set. */
  private updates(row: Row, times: Row, { set, where }: Update): readonly CopyStatement[] {
    const groups = new Map<string, readonly CopiedColumn[]>();
    for (const column of set) {
      if (!isGiven(row[column.source])) continue;
      const key = JSON.stringify([times[ttlOf(column.source)], times[timeOf(column.source)]].map(String));
      groups.set(key, [...(groups.get(key) ?? []), column]);
    }
    return [...groups.values()].map((group) => this.update(row, times, { set, where, group }));
  }

  private update(row: Row, times: Row, { set, where, group }: Update & { readonly group: readonly CopiedColumn[] }) {
    const isTimed = this.plan.preserve === 'timestamps';
    const source = group[0]?.source ?? '';
    const using = `USING TTL ?${isTimed ? ' AND TIMESTAMP ?' : ''}`;
    const assignments = set.map(({ target }) => `${quoteName(target.name)} = ?`).join(', ');
    const conditions = where.map(({ target }) => `${quoteName(target.name)} = ?`).join(' AND ');
    return {
      cql: `UPDATE ${this.target} ${using} SET ${assignments} WHERE ${conditions}`,
      params: [
        times[ttlOf(source)] ?? 0,
        ...(isTimed ? [times[timeOf(source)]] : []),
        ...set.map((column) => (group.includes(column) ? valueOf(row, column) : undefined)),
        ...where.map((column) => valueOf(row, column)),
      ],
    };
  }

  private insert(row: Row, columns: readonly CopiedColumn[]): CopyStatement {
    const names = columns.map(({ target }) => quoteName(target.name)).join(', ');
    const markers = columns.map(() => '?').join(', ');
    return {
      cql: `INSERT INTO ${this.target} (${names}) VALUES (${markers})`,
      params: columns.map((column) => valueOf(row, column)),
    };
  }

  private get target(): string {
    return quoteName(this.plan.to.name);
  }
}

interface Update {
  readonly set: readonly CopiedColumn[];
  readonly where: readonly CopiedColumn[];
}

const ttlOf = (column: string) => `coodie_ttl_${column}`;
const timeOf = (column: string) => `coodie_time_${column}`;

const isGiven = (value: unknown) => value !== null && value !== undefined;

/** A null would leave a tombstone, which hides what is written with an older time; an unset value leaves nothing. */
function valueOf(row: Row, { source }: CopiedColumn): unknown {
  const value = row[source];
  return isGiven(value) ? writable(value) : undefined;
}
