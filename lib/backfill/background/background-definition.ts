import { createHash } from 'node:crypto';
import { UNKNOWN_SIZE } from '../../core/backfill/plan-ranges.js';
import { checkBackfill, isText, type Backfill } from '../check-options.js';
import type { BackfillOptions } from '../backfill-options.js';
import { checkCopy, type Copy } from '../copy/check-copy.js';
import { PACE, type CopyTableOptions } from '../copy/copy-options.js';
import { BackfillRefusedError, BackfillUnknownError } from '../errors.js';
import type { SourceTable } from '../source-table.js';

/**
 * A backfill that runs in the background: a provider with `@Backfill('name')` implements it, or the file `backfills/name.ts`
 * exports it.
 * @publicApi
 */
export interface BackfillDefinition extends Omit<BackfillOptions, 'name'> {
  /**
   * Expressions of Spark SQL for the columns that `row` writes: for `coodie backfill export` alone.
   * `coodie backfill verify` shows whether both say the same.
   */
  readonly sql?: Readonly<Record<string, string>> | undefined;
}

/**
 * A copy of a table that runs in the background, defined like a BackfillDefinition. `coodie backfill verify` compares the
 * tables afterwards.
 * @publicApi
 */
export type CopyDefinition = Omit<CopyTableOptions, 'name' | 'verify' | 'counters'>;

export type AnyDefinition = BackfillDefinition | CopyDefinition;

/** A definition that can be looked up by its name. */
export interface KnownDefinition {
  readonly name: string;
  /** `the provider SplitNames`, or the path of a file. */
  readonly origin: string;
  /** @throws BackfillRefusedError where a file has none */
  load(): Promise<LoadedDefinition>;
}

export interface LoadedDefinition {
  readonly definition: AnyDefinition;
  /** Source text of its class or file. */
  readonly text: string;
}

/** A backfill that is defined, with its options checked. */
export type DefinedBackfill = (
  | { readonly kind: 'rows'; readonly backfill: Backfill; readonly sql: BackfillDefinition['sql'] }
  | { readonly kind: 'copy'; readonly copy: Copy }
) & { readonly name: string; readonly text: string };

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
    const options = optionsOf(definition);
    if ('from' in options || 'to' in options) {
      const copy = checkCopy({ ...options, name } as unknown as CopyTableOptions, name);
      return { kind: 'copy', copy, name, text };
    }
    const backfill = checkBackfill({ ...options, name } as BackfillOptions, name);
    return { kind: 'rows', backfill, sql: sqlOf(name, options['sql']), name, text };
  }
}

const OF_ROWS = ['table', 'columns', 'guard', 'sql', ...PACE] as const;
const OF_COPY = ['from', 'to', 'map', 'preserve', ...PACE] as const;

/** The options of a definition, whose `row` may be a method: that is read from its prototype, and needs its instance. */
function optionsOf(definition: AnyDefinition): Readonly<Record<string, unknown>> {
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(
    [...OF_ROWS, ...OF_COPY].map((option) => [option, (definition as Readonly<Record<string, unknown>>)[option]]),
  );
  const row: unknown = typeof definition.row === 'function' ? definition.row.bind(definition) : definition.row;
  return Object.fromEntries(Object.entries({ ...given, row }).filter(([, value]) => value !== undefined));
}

/** @throws BackfillRefusedError */
function sqlOf(name: string, sql: unknown): BackfillDefinition['sql'] {
  if (sql === undefined) return undefined;
  const isMap = typeof sql === 'object' && sql !== null && !Array.isArray(sql);
  const expressions: readonly unknown[] = isMap ? Object.values(sql) : [];
  if (expressions.length > 0 && expressions.every(isText)) return sql as BackfillDefinition['sql'];
  const problem = 'sql must be an object of expressions: { first_name: "split(name, \' \', 2)[0]" }';
  throw new BackfillRefusedError(name, problem, 'Correct the options of the backfill.');
}

function definedTwice(name: string, one: string, other: string): BackfillRefusedError {
  return new BackfillRefusedError(name, `${one} and ${other} both define it`, 'Give each backfill a name of its own.');
}

/** Tells whether a backfill is still the one that was begun: by its source, its table and its ranges. */
export function fingerprintOf(text: string, { table, ranges = UNKNOWN_SIZE }: Backfill, source: SourceTable): string {
  const parts = [text, table, source.shapeText, String(ranges)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
