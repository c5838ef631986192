import { fieldsOf } from './fields-of.js';
import { OPTION_DEFINITIONS, OPTION_NAMES, optionCqlName } from './option-definitions.js';
import type { CanonicalOptions, OptionName, OptionValue } from './table-options.js';

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

type Read = (name: OptionName, value: unknown) => OptionValue | undefined;

/** The options in a row of `system_schema.tables` or `views`. What a server does not have is absent. */
export function parseStoredOptions(row: Row): StoredOptions {
  return optionsIn(row, readStored);
}

/** The same for many rows: most tables of a keyspace have the same options, so a value that the row before had is not read again. */
export function storedOptionsReader(): (row: Row) => StoredOptions {
  const latest = new Map<OptionName, { readonly stored: unknown; readonly value: OptionValue | undefined }>();
  const read: Read = (name, stored) => {
    const before = latest.get(name);
    if (before && isSameStored(before.stored, stored)) return before.value;
    const value = readStored(name, stored);
    latest.set(name, { stored, value });
    return value;
  };
  return (row) => optionsIn(row, read);
}

/** Whether two values are read alike. Maps are compared by their texts; anything else is the same only if it is identical. */
function isSameStored(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isPlainMap(one) || !isPlainMap(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === own(other, name));
}

function isPlainMap(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function optionsIn(row: Row, read: Read): StoredOptions {
  const options: Partial<Record<OptionName, OptionValue>> = {};
  const unreadable: string[] = [];
  for (const name of OPTION_NAMES) {
    const { cqlName, whenNull } = OPTION_DEFINITIONS[name];
    const stored = own(row, cqlName);
    if (stored === undefined || (stored === null && whenNull === undefined)) continue;
    const value = stored === null ? whenNull : read(name, stored);
    if (value === undefined) unreadable.push(cqlName);
    else options[name] = value;
  }
  return { options, unmanaged: [...unreadable, ...Object.keys(row).filter((column) => isUnknown(row, column))] };
}

const readStored: Read = (name, value) => OPTION_DEFINITIONS[name].kind.readStored(value);

function isUnknown(row: Row, column: string): boolean {
  return !OPTION_COLUMNS.has(column) && !OTHER_COLUMNS.has(column) && !isEmpty(row[column]);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || fieldsOf(value)?.length === 0;
}

function own(row: Row, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}
