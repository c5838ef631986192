import { createHash } from 'node:crypto';
import { checkBackfill, type Backfill } from './check-options.js';
import type { BackfillOptions } from './backfill-options.js';
import { BackfillUnknownError } from './errors.js';
import type { SourceTable } from './source-table.js';

/**
 * A backfill that runs in the background: a provider with `@Backfill('name')` implements it.
 * @publicApi
 */
export type BackfillDefinition = Omit<BackfillOptions, 'name'>;

/** A definition as the application registers it. */
export interface NamedDefinition {
  readonly name: string;
  readonly definition: BackfillDefinition;
  /** Source text of its class. */
  readonly text: string;
}

/** The backfills that an application defines, by name. */
export class Definitions {
  constructor(private readonly all: readonly NamedDefinition[]) {}

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  /** @throws BackfillUnknownError | BackfillRefusedError */
  get(name: string): { readonly backfill: Backfill; readonly text: string } {
    const found = this.all.find((one) => one.name === name);
    if (!found) throw new BackfillUnknownError(name, this.names);
    const { definition, text } = found;
    // A method of a class is read from its prototype, and needs its instance.
    const { table, columns, guard, concurrency, rate, latency, pageSize, ranges, retries, deadRows } = definition;
    const given = { table, columns, guard, concurrency, rate, latency, pageSize, ranges, retries, deadRows };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const row: unknown = typeof definition.row === 'function' ? definition.row.bind(definition) : definition.row;
    return { backfill: checkBackfill({ ...options, name, row } as BackfillOptions, name), text };
  }
}

/** Tells whether a backfill is still the one that was begun: by its source, its table and its ranges. */
export function fingerprintOf(text: string, { table, ranges }: Backfill, source: SourceTable): string {
  const parts = [text, table, source.shapeText, String(ranges)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
