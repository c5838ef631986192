import { changedOptions } from '../options/changed-options.js';
import { classDefinition, type ClassFamily, declaredName, type TextMap } from '../options/class-map.js';
import { COMPACTION_CLASSES } from '../options/compaction-classes.js';
import { COMPRESSION_CLASSES } from '../options/compression-classes.js';
import { defaultOptions } from '../options/default-options.js';
import { isOptionName } from '../options/option-definitions.js';
import { parseDeclaredOptions } from '../options/parse-declared-options.js';
import type { CanonicalOptions, OptionName, OptionValue } from '../options/table-options.js';
import type { Plain, PlainObject } from './expression.js';

export interface DeclaredOptions {
  /** Options as an entity declares them: those that are not at the server's default. */
  readonly declared: PlainObject;
  /** Options that cannot be declared as they are stored: a class or sub-option that coodie does not know. */
  readonly leftOut: readonly OptionName[];
}

export function declareOptions(stored: CanonicalOptions): DeclaredOptions {
  const special = Object.entries(changedOptions(defaultOptions(stored), stored)).flatMap(([name, value]) =>
    isOptionName(name) && value !== undefined ? [{ name, value, plain: declare(name, value) }] : [],
  );
  const [good, bad] = [special.filter(isFaithful), special.filter((option) => !isFaithful(option))];
  return {
    declared: Object.fromEntries(good.map(({ name, plain }) => [name, plain])),
    leftOut: bad.map(({ name }) => name),
  };
}

interface Option {
  readonly name: OptionName;
  readonly value: OptionValue;
  readonly plain: Plain;
}

/** Whether what is declared is read back as what is stored. */
function isFaithful({ name, value, plain }: Option): boolean {
  const { options, problems } = parseDeclaredOptions({ [name]: plain });
  return problems.length === 0 && Object.keys(changedOptions({ [name]: value }, options)).length === 0;
}

function declare(name: OptionName, value: OptionValue): Plain {
  if (typeof value !== 'object') return value;
  if (name === 'caching') return declareCaching(value);
  return name === 'compaction' ? declareClassMap(value, COMPACTION_CLASSES) : declareCompression(value);
}

function declareCaching({ keys, rows_per_partition: rows = '' }: TextMap): Plain {
  return { keys, rowsPerPartition: /^\d+$/.test(rows) ? Number(rows) : rows };
}

const DEFAULT_CHUNK = '16';

function declareCompression({ chunk_length_in_kb: chunk, ...map }: TextMap): Plain {
  if (map.enabled === 'false') return false;
  return declareClassMap(
    chunk === DEFAULT_CHUNK ? map : { ...map, chunk_length_in_kb: chunk ?? '' },
    COMPRESSION_CLASSES,
  );
}

function declareClassMap(map: TextMap, family: ClassFamily): Plain {
  const { class: className = '', ...stored } = map;
  const { subOptions } = classDefinition(className, family);
  const entries = Object.entries(stored).toSorted(([a], [b]) => (a < b ? -1 : 1));
  // A class of another maker is told what it knows by its own names, and as text.
  const declared = subOptions ? entries.map(([name, text]) => [declaredName(name), typed(name, text)]) : entries;
  return { class: className, ...Object.fromEntries(declared) };
}

/** `'2'` may be a list of one. */
const ALWAYS_TEXT = ['scaling_parameters'];

function typed(name: string, text: string): Plain {
  if (ALWAYS_TEXT.includes(name)) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && String(Number(text)) === text ? Number(text) : text;
}
