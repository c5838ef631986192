import { suggestion } from '../text/suggestion.js';
import { describeValue } from '../text/visible.js';

/** Sentences about what is wrong with the value of an option; each names the option by its path, such as `lock.ttl`. */
export type Check = (value: unknown, path: string) => readonly string[];

/** A check for each option of an interface: a missing one does not compile. */
export type Checks<T> = Readonly<Record<keyof T, Check>>;

/** An object with these options and no others. Absent ones are right; `elsewhere` has the right place of known strays. */
export function object<T>(checks: Checks<T>, elsewhere: Readonly<Record<string, string>> = {}): Check {
  return (value, path) => {
    if (!isPlainObject(value)) return [mustBe(path || 'options', 'an object', value)];
    return Object.entries(value).flatMap(([name, given]) => {
      const place = path === '' ? name : `${path}.${name}`;
      const check = valueOf(checks as Readonly<Record<string, Check>>, name);
      if (check) return given === undefined ? [] : check(given, place);
      return [`${place} is no option${meant(name, Object.keys(checks), elsewhere)}`];
    });
  };
}

/** An object that has these options, among others; nothing at all lacks them. */
export function required(names: readonly string[], check: Check): Check {
  return (value = {}, path) => {
    const missing = isPlainObject(value) ? names.filter((name) => value[name] === undefined) : [];
    return [...check(value, path), ...missing.map((name) => `${path === '' ? name : `${path}.${name}`} is missing`)];
  };
}

/** The option that was probably meant; where none is alike, all that there are. */
function meant(name: string, options: readonly string[], elsewhere: Readonly<Record<string, string>>): string {
  const place = valueOf(elsewhere, name);
  if (place !== undefined) return `; did you mean ${place}?`;
  return suggestion(name, options) || `; the options are ${options.join(', ')}`;
}

export const truth: Check = must('true or false', (value) => typeof value === 'boolean');

export const text: Check = must('a text', (value) => typeof value === 'string' && value !== '');

export const texts: Check = must(
  'a list of texts',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
);

export const atLeast = (least: number): Check =>
  must(`a number from ${least}`, (value) => typeof value === 'number' && value >= least);

export const wholeFrom = (least: number, most: number): Check =>
  must(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );

/** One of a few words; a mistyped one is told the word that it is like. */
export function oneOf(choices: readonly string[]): Check {
  return (value, path) => {
    if (choices.some((choice) => choice === value)) return [];
    const like = typeof value === 'string' ? suggestion(value, choices) : '';
    return [`${mustBe(path, choices.join(', '), value)}${like}`];
  };
}

/** An option that something else checks. */
export const anything: Check = () => [];

export function must(wanted: string, isRight: (value: unknown) => boolean): Check {
  return (value, path) => (isRight(value) ? [] : [mustBe(path, wanted, value)]);
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mustBe(path: string, wanted: string, value: unknown): string {
  return `${path} must be ${wanted}, not ${describeValue(value)}`;
}

/** Own names only: `constructor` is a name like any other. */
function valueOf<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
