import { describeValue } from '../text/visible.js';
import { canonicalClassMap, parseClassMap, type TextMap } from './class-map.js';
import { COMPRESSION_CLASSES } from './compression-classes.js';
import { type Field, fieldsOf, storedMapOf } from './fields-of.js';
import { accept, type OptionKind, type Parsed, refuse } from './rule.js';
import { SWITCH } from './sub-option-rules.js';

const OFF: TextMap = { enabled: 'false' };
const DEFAULTS: TextMap = { chunk_length_in_kb: '16' };
const MEANINGLESS: TextMap = { enabled: 'true', min_compress_ratio: '0' };
// Spelled so by ScyllaDB, and accepted by Cassandra 4.
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['sstable_compression', 'class'],
  ['chunk_length_kb', 'chunk_length_in_kb'],
]);

export const COMPRESSION: OptionKind = { parse: parseCompression, readStored: readStoredCompression };

function parseCompression(value: unknown, path: string): Parsed<TextMap> {
  const fields = value === false ? [] : fieldsOf(value)?.map(withoutAlias);
  if (fields === undefined) {
    return refuse(`${path} must be false or an object with the class of a compressor, not ${describeValue(value)}`);
  }
  if (isOff(fields)) {
    return fields.length <= 1
      ? accept(OFF)
      : refuse(`${path}.enabled is false, which leaves no room for other options`);
  }
  const { value: map, problems } = parseClassMap(fields, path, COMPRESSION_CLASSES);
  return map === undefined ? refuse(...problems) : accept(canonicalCompression(map));
}

function readStoredCompression(value: unknown): TextMap | undefined {
  const fields = fieldsOf(storedMapOf(value))?.map(withoutAlias);
  if (fields === undefined) return undefined;
  if (isOff(fields)) return OFF;
  const map = storedMapOf(new Map(fields));
  return map?.class === undefined ? undefined : canonicalCompression(map);
}

/** The chunk length is always stored; `enabled` never where it is true, and a ratio never where it is 0. */
function canonicalCompression(map: TextMap): TextMap {
  const complete = canonicalClassMap({ ...DEFAULTS, ...map }, COMPRESSION_CLASSES);
  return Object.fromEntries(Object.entries(complete).filter(([name, text]) => MEANINGLESS[name] !== text));
}

function isOff(fields: readonly Field[]): boolean {
  const [, enabled] = fields.find(([key]) => key === 'enabled') ?? [];
  return fields.length === 0 || SWITCH.read(enabled) === 'false';
}

function withoutAlias([key, value]: Field): Field {
  return [ALIASES.get(key) ?? key, value];
}
