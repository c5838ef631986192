import { createHash } from 'node:crypto';
import { checkBackfill, type Backfill } from './check-options.js';
import type { BackfillOptions } from './backfill-options.js';
import { BackfillRefusedError, BackfillUnknownError } from './errors.js';
import type { SourceTable } from './source-table.js';

/**
 * A backfill that runs in the background: a provider with `@Backfill('name')` implements it, or the file `backfills/name.ts`
 * exports it.
 * @publicApi
 */
export type BackfillDefinition = Omit<BackfillOptions, 'name'>;

/** A definition that can be looked up by its name. */
export interface KnownDefinition {
  readonly name: string;
  /** `the provider SplitNames`, or the path of a file. */
  readonly origin: string;
  /** @throws BackfillRefusedError where a file has none */
  load(): Promise<LoadedDefinition>;
}

export interface LoadedDefinition {
  readonly definition: BackfillDefinition;
  /** Source text of its class or file. */
  readonly text: string;
}

/** A backfill that is defined, with its options checked. */
export interface DefinedBackfill {
  readonly backfill: Backfill;
  readonly text: string;
}

/** The backfills that an application defines, by name. */
export class Definitions {
  constructor(
    private readonly all: readonly KnownDefinition[],
    /** Whether there may be others: a command line that knows no application does not see its providers. */
    private readonly areSome = false,
  ) {}

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** Whether no process of this application could run it. */
  lacks(name: string): boolean {
    return this.all.length > 0 && !this.areSome && !this.has(name);
  }

  /** @throws BackfillUnknownError | BackfillRefusedError */
  async get(name: string): Promise<DefinedBackfill> {
    const [found, other] = this.all.filter((one) => one.name === name);
    if (!found) throw new BackfillUnknownError(name, this.names);
    if (other) throw definedTwice(name, found.origin, other.origin);
    const { definition, text } = await found.load();
    // A method of a class is read from its prototype, and needs its instance.
    const { table, columns, guard, concurrency, rate, latency, pageSize, ranges, retries, deadRows } = definition;
    const given = { table, columns, guard, concurrency, rate, latency, pageSize, ranges, retries, deadRows };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const row: unknown = typeof definition.row === 'function' ? definition.row.bind(definition) : definition.row;
    return { backfill: checkBackfill({ ...options, name, row } as BackfillOptions, name), text };
  }
}

function definedTwice(name: string, one: string, other: string): BackfillRefusedError {
  return new BackfillRefusedError(name, `${one} and ${other} both define it`, 'Give each backfill a name of its own.');
}

/** Tells whether a backfill is still the one that was begun: by its source, its table and its ranges. */
export function fingerprintOf(text: string, { table, ranges }: Backfill, source: SourceTable): string {
  const parts = [text, table, source.shapeText, String(ranges)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
