import { describeValue } from '../text/visible.js';
import { canonicalClassMap, parseClassMap, type TextMap } from './class-map.js';
import { COMPACTION_CLASSES, DEFAULT_THRESHOLDS } from './compaction-classes.js';
import { fieldsOf, storedMapOf } from './fields-of.js';
import { accept, type OptionKind, type Parsed, refuse } from './rule.js';

// The server adds both thresholds where they are not given, and keeps `enabled` where it is: at these values they mean nothing.
const MEANINGLESS: TextMap = { ...DEFAULT_THRESHOLDS, enabled: 'true' };

export const COMPACTION: OptionKind = { parse: parseCompaction, readStored: readStoredCompaction };

function parseCompaction(value: unknown, path: string): Parsed<TextMap> {
  const fields = fieldsOf(value);
  if (fields === undefined) {
    return refuse(`${path} must be an object with the class of a compaction strategy, not ${describeValue(value)}`);
  }
  const { value: map, problems } = parseClassMap(fields, path, COMPACTION_CLASSES);
  return map === undefined ? refuse(...problems) : accept(canonicalCompaction(map));
}

function readStoredCompaction(value: unknown): TextMap | undefined {
  const map = storedMapOf(value);
  return map?.class === undefined ? undefined : canonicalCompaction(map);
}

function canonicalCompaction(map: TextMap): TextMap {
  const entries = Object.entries(canonicalClassMap(map, COMPACTION_CLASSES));
  return Object.fromEntries(entries.filter(([name, text]) => MEANINGLESS[name] !== text));
}
