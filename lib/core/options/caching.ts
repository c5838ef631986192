import { suggestion } from '../text/suggestion.js';
import { describeValue } from '../text/visible.js';
import type { TextMap } from './class-map.js';
import { type Field, fieldsOf, storedMapOf } from './fields-of.js';
import { accept, applyRule, type OptionKind, type Parsed, refuse, type Rule } from './rule.js';
import { oneOfAnyCase } from './sub-option-rules.js';

const ALL_ROWS = 2 ** 31 - 1;
const NOTHING: TextMap = { keys: 'NONE', rows_per_partition: 'NONE' };
const KEYS = oneOfAnyCase('ALL', 'NONE');
const ROWS: Rule<string> = { expected: `'ALL', 'NONE' or a whole number from 0 to ${ALL_ROWS}`, read: readRows };

const SUB_OPTIONS: ReadonlyMap<string, readonly [name: string, rule: Rule<string>]> = new Map([
  ['keys', ['keys', KEYS]],
  ['rowsPerPartition', ['rows_per_partition', ROWS]],
  ['rows_per_partition', ['rows_per_partition', ROWS]],
]);

export const CACHING: OptionKind = { parse: parseCaching, readStored: readStoredCaching };

/** The server reads what is missing as NONE, so both sub-options are always there. */
function parseCaching(value: unknown, path: string): Parsed<TextMap> {
  const fields = fieldsOf(value);
  if (fields === undefined) {
    return refuse(
      `${path} must be an object such as { keys: 'ALL', rowsPerPartition: 10 }, not ${describeValue(value)}`,
    );
  }
  const parts = fields.map((field) => parseSubOption(field, path));
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) return refuse(...problems);
  return accept({ ...NOTHING, ...Object.fromEntries(parts.flatMap((part) => (part.value ? [part.value] : []))) });
}

function parseSubOption([key, value]: Field, path: string): Parsed<readonly [string, string]> {
  const [name, rule] = SUB_OPTIONS.get(key) ?? [];
  if (name === undefined || rule === undefined) {
    return refuse(`${path}.${key} is not an option of caching${suggestion(key, ['keys', 'rowsPerPartition'])}`);
  }
  const { value: text, problems } = applyRule(rule, value, `${path}.${key}`);
  return text === undefined ? refuse(...problems) : accept([name, text]);
}

// ScyllaDB keeps a third one, `enabled`, where caching is off altogether.
function readStoredCaching(value: unknown): TextMap | undefined {
  const map = storedMapOf(value);
  if (map === undefined) return undefined;
  const { keys = 'NONE', rows_per_partition: rows = 'NONE', ...others } = map;
  return { ...others, keys: KEYS.read(keys) ?? keys, rows_per_partition: readRows(rows) ?? rows };
}

function readRows(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).toUpperCase() : '';
  if (text === 'ALL' || text === 'NONE') return text;
  const rows = /^\d+$/.test(text) ? Number(text) : Infinity;
  if (rows === 0 || rows === ALL_ROWS) return rows === 0 ? 'NONE' : 'ALL';
  return rows < ALL_ROWS ? String(rows) : undefined;
}
