import type { CanonicalOptions, OptionName, OptionValue } from './canonical-options.js';
import { fieldsOf } from './fields-of.js';
import { OPTION_DEFINITIONS, OPTION_NAMES, optionCqlName } from './option-definitions.js';

export interface StoredOptions {
  readonly options: CanonicalOptions;
  /** Columns of the row, by their names, that hold an option which coodie does not know or cannot read. */
  readonly unmanaged: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

// Columns that say what a table or view is, not how it is stored; and two options that no supported server reads any more.
const OTHER_COLUMNS: ReadonlySet<string> = new Set([
  'keyspace_name',
  'table_name',
  'view_name',
  'id',
  'flags',
  'base_table_id',
  'base_table_name',
  'include_all_columns',
  'where_clause',
  'read_repair_chance',
  'dclocal_read_repair_chance',
]);

const OPTION_COLUMNS: ReadonlySet<string> = new Set(OPTION_NAMES.map(optionCqlName));

/** The options in a row of `system_schema.tables` or `views`. What a server does not have is absent. */
export function parseStoredOptions(row: Row): StoredOptions {
  const present = OPTION_NAMES.filter((name) => isPresent(row, name));
  const read = present.map((name) => [name, readOption(row, name)] as const);
  const options: CanonicalOptions = Object.fromEntries(read.filter(([, value]) => value !== undefined));
  const unreadable = read.flatMap(([name, value]) => (value === undefined ? [optionCqlName(name)] : []));
  return { options, unmanaged: [...unreadable, ...Object.keys(row).filter((column) => isUnknown(row, column))] };
}

function isPresent(row: Row, name: OptionName): boolean {
  const { cqlName, whenNull } = OPTION_DEFINITIONS[name];
  const value = own(row, cqlName);
  return value === null ? whenNull !== undefined : value !== undefined;
}

function readOption(row: Row, name: OptionName): OptionValue | undefined {
  const { cqlName, kind, whenNull } = OPTION_DEFINITIONS[name];
  const value = own(row, cqlName);
  return value === null ? whenNull : kind.readStored(value);
}

function isUnknown(row: Row, column: string): boolean {
  return !OPTION_COLUMNS.has(column) && !OTHER_COLUMNS.has(column) && !isEmpty(row[column]);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || fieldsOf(value)?.length === 0;
}

function own(row: Row, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}
