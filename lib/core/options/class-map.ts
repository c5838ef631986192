import { suggestion } from '../text/suggestion.js';
import { describeValue } from '../text/visible.js';
import type { CassandraVersion } from './server-profile.js';
import type { Field } from './fields-of.js';
import { accept, applyRule, canonicalText, type Parsed, refuse, type Rule } from './rule.js';
import { ANY_TEXT } from './sub-option-rules.js';

export type TextMap = Readonly<Record<string, string>>;

/** The classes that an option with a `class` knows: strategies of `compaction`, compressors of `compression`. */
export interface ClassFamily {
  readonly package: string;
  /** Sub-options that the server itself understands, whatever the class. */
  readonly common: SubOptions;
  readonly classes: Readonly<Record<string, ClassDefinition>>;
}

/** By stored name. */
export type SubOptions = Readonly<Record<string, Rule<string>>>;

export interface ClassDefinition {
  /** Absent where coodie passes on whatever is given. */
  readonly subOptions?: SubOptions;
  readonly since?: CassandraVersion;
  readonly removedIn?: CassandraVersion;
  /** Why values that are right one by one are wrong together. */
  readonly conflict?: (map: TextMap) => string | undefined;
}

type Entry = readonly [name: string, text: string];

const CLASS_NAME = /^[\w$]+(\.[\w$]+)+$/;
const UNKNOWN: ClassDefinition = {};

/** A declared map with a `class`: sub-options get their stored names, values become text. */
export function parseClassMap(fields: readonly Field[], path: string, family: ClassFamily): Parsed<TextMap> {
  const { value: className, problems } = parseClassName(fields, path, family);
  if (className === undefined) return refuse(...problems);
  const definition = classDefinition(className, family);
  const parse = definition.subOptions ? subOptionParser(definition.subOptions) : freeParser(family.common);
  const parts = fields.filter(([key]) => key !== 'class').map((field) => parse(field, path));
  return combine(className, parts, path, definition);
}

export function classDefinition(className: string, { classes }: ClassFamily): ClassDefinition {
  return own(classes, className) ?? UNKNOWN;
}

/** Cassandra's own classes go by their short names; those of other makers keep the package. */
export function shortClassName(className: string, family: ClassFamily): string {
  const prefix = `${family.package}.`;
  return className.startsWith(prefix) ? className.slice(prefix.length) : className;
}

function parseClassName(fields: readonly Field[], path: string, family: ClassFamily): Parsed<string> {
  const known = Object.keys(family.classes);
  const expected = `must be one of ${known.join(', ')}, or a class with its package`;
  const [, given] = fields.find(([key]) => key === 'class') ?? [];
  if (given === undefined) return refuse(`${path}.class is missing: it ${expected}`);
  if (typeof given !== 'string') return refuse(`${path}.class ${expected}, not ${describeValue(given)}`);
  if (known.includes(given) || CLASS_NAME.test(given)) return accept(shortClassName(given, family));
  return refuse(`${path}.class ${expected}, not ${describeValue(given)}${suggestion(given, known)}`);
}

function subOptionParser(subOptions: SubOptions) {
  return ([key, value]: Field, path: string): Parsed<Entry> => {
    const name = storedName(key);
    const rule = own(subOptions, name);
    if (rule !== undefined) return parseEntry(name, rule, value, `${path}.${key}`);
    return refuse(
      `${path}.${key} is not an option of this class${suggestion(key, Object.keys(subOptions).map(declaredName))}`,
    );
  };
}

function freeParser(common: SubOptions) {
  return ([key, value]: Field, path: string): Parsed<Entry> => {
    const rule = own(common, storedName(key));
    return parseEntry(rule ? storedName(key) : key, rule ?? ANY_TEXT, value, `${path}.${key}`);
  };
}

function parseEntry(name: string, rule: Rule<string>, value: unknown, path: string): Parsed<Entry> {
  const { value: text, problems } = applyRule(rule, value, path);
  return text === undefined ? refuse(...problems) : accept([name, text]);
}

function combine(
  className: string,
  parts: readonly Parsed<Entry>[],
  path: string,
  definition: ClassDefinition,
): Parsed<TextMap> {
  const entries = parts.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const problems = [...parts.flatMap((part) => part.problems), ...repeated(entries, path)];
  if (problems.length > 0) return refuse(...problems);
  const map = { ...Object.fromEntries(entries), class: className };
  const conflict = definition.conflict?.(map);
  return conflict === undefined ? accept(map) : refuse(`${path}: ${conflict}`);
}

function repeated(entries: readonly Entry[], path: string): readonly string[] {
  const names = entries.map(([name]) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => `${path}.${declaredName(name)} is given twice, as ${declaredName(name)} and as ${name}`);
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function storedName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `min_threshold` is declared as `minThreshold`. */
export function declaredName(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * One spelling for the class, and for each value that the server understands by its meaning. What only the class itself
 * understands stays as it is.
 */
export function canonicalClassMap(map: TextMap, family: ClassFamily): TextMap {
  const className = shortClassName(map.class ?? '', family);
  const { subOptions = family.common } = classDefinition(className, family);
  const entries = Object.entries(map).map(([name, text]) => {
    const rule = Object.hasOwn(subOptions, name) ? subOptions[name] : undefined;
    return [name, rule === undefined ? text : canonicalText(rule.read(text) ?? text)] as const;
  });
  return { ...Object.fromEntries(entries), class: className };
}
