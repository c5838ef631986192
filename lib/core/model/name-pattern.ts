import { describeValue } from '../text/describe-value.js';

const PATTERN = /^[\w*]+$/;

/** The reason why a value is no pattern of names, if it is none: a name, in which `*` stands for any letters. */
export function namePatternProblem(value: unknown): string | undefined {
  if (typeof value === 'string' && PATTERN.test(value)) return undefined;
  return `${describeValue(value)} is no pattern of names: letters, digits and _, with * for any of them`;
}

/** The first pattern that a name, exact as stored, is of. */
export function patternOf(name: string, patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`, 's').test(name));
}
