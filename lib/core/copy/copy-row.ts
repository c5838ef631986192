import { eachIsGiven, quoteName } from '../model/identifier.js';
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
  /** Columns whose source has a time to live: not a key, and not made by a function. */
  private readonly timed: ReadonlySet<CopiedColumn>;

  constructor(private readonly plan: CopyPlan) {
    const { columns, from } = plan;
    this.keys = columns.filter(({ target }) => isKey(target));
    this.partition = columns.filter(({ target }) => target.kind === 'partition_key');
    this.statics = columns.filter(({ target }) => target.kind === 'static');
    this.regulars = columns.filter(({ target }) => target.kind === 'regular');
    const ofSource = new Map(from.columns.map((column) => [column.name, column]));
    this.timed = new Set(
      columns.filter(({ source }) => {
        const column = ofSource.get(source);
        return column !== undefined && !isKey(column);
      }),
    );
    this.clustering = from.columns.filter(({ kind }) => kind === 'clustering').map(({ name }) => name);
  }

  /** Time to live and time of each value, if they are kept. */
  extras(): readonly Extra[] {
    const { preserve } = this.plan;
    if (preserve === 'none') return [];
    const read = [...this.timed].filter(
      (one, index, all) => all.findIndex(({ source }) => source === one.source) === index,
    );
    return read.flatMap(({ source }) => [
      { cql: `TTL(${quoteName(source)})`, alias: ttlOf(source) },
      ...(preserve === 'timestamps' ? [{ cql: `WRITETIME(${quoteName(source)})`, alias: timeOf(source) }] : []),
    ]);
  }

  /**
   * The writes for a row, which may be converted from the `source`; none for a partition of static columns alone whose target
   * has none.
   */
  statements(row: Row, source: Row = row): readonly CopyStatement[] {
    const [first] = this.clustering;
    if (first !== undefined && !isGiven(source[first])) return this.ofStatics(row, source);
    return this.plan.preserve === 'none' ? [this.insert(row, this.plan.columns)] : this.ofCells(row, source);
  }

  private ofStatics(row: Row, times: Row): readonly CopyStatement[] {
    if (this.statics.length === 0) return [];
    if (this.plan.preserve === 'none') return [this.insert(row, [...this.partition, ...this.statics])];
    return this.updates(row, times, { set: this.statics, where: this.partition });
  }

  /** The row itself with the values that have no time of their own, then the others by time and time to live. */
  private ofCells(row: Row, times: Row): readonly CopyStatement[] {
    const [timed, timeless] = [true, false].map((is) =>
      this.regulars.filter((column) => this.timed.has(column) === is),
    );
    const marker = this.insert(row, [...this.keys, ...(timeless ?? [])]);
    return [
      { cql: `${marker.cql} USING TTL ?`, params: [...marker.params, this.lifeOf(row, times)] },
      ...this.updates(row, times, { set: timed ?? [], where: this.keys }),
      ...this.updates(row, times, { set: this.statics, where: this.partition }),
    ];
  }

  /**
   * Seconds that a row lives; 0 for ever. Without a value that is part of its new key there is no such row; where its key
   * does not change, it lives as long as its longest value.
   */
  private lifeOf(row: Row, times: Row): number {
    const livesOf = (columns: readonly CopiedColumn[]) =>
      columns
        .filter((column) => this.timed.has(column) && isGiven(row[column.source]))
        .map(({ source }) => Number(times[ttlOf(source)] ?? 0));
    const ofKey = livesOf(this.keys);
    const ending = ofKey.filter((ttl) => ttl > 0);
    if (ofKey.length > 0) return ending.length > 0 ? Math.min(...ending) : 0;
    const ofValues = livesOf(this.regulars);
    return ofValues.length === 0 || ofValues.includes(0) ? 0 : Math.max(...ofValues);
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
    const source = group[0]?.source ?? '';
    const isTimed = isGiven(times[timeOf(source)]);
    const using = `USING TTL ?${isTimed ? ' AND TIMESTAMP ?' : ''}`;
    const assignments = set.map(({ target }) => `${quoteName(target.name)} = ?`).join(', ');
    const conditions = eachIsGiven(where.map(({ target }) => target.name));
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
