import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import { CoodieError } from '../core/error.js';
import { isPlainObject } from '../core/options/check-options.js';
import { suggestion } from '../core/text/suggestion.js';
import { describeValue } from '../core/text/visible.js';

/**
 * Options of the dashboard.
 * @publicApi
 */
export interface CoodieDashboardOptions {
  /** Path of the page, below the global prefix: `coodie` by default. */
  readonly path?: string;
  /** Guards of the page and of everything beside it. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[];
  /** Modules that provide what the guards inject. */
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
  /** Names of the connections to show: all by default. */
  readonly connections?: readonly string[];
  /** Whether everybody who reaches the application may see the page, so that it needs no guards. */
  readonly public?: boolean;
}

/** @throws InvalidDashboardError */
export function assertDashboardOptions(options: unknown): asserts options is CoodieDashboardOptions {
  if (!isPlainObject(options)) throw new InvalidDashboardError([`${describeValue(options)} is no object with options`]);
  const unknown = Object.keys(options).filter((name) => !NAMES.includes(name));
  const wrong = CHECKS.filter(([name, isRight]) => options[name] !== undefined && !isRight(options[name]));
  const problems = [
    ...unknown.map((name) => `there is no option ${name}${suggestion(name, NAMES)}`),
    ...wrong.map(([name, , demand]) => `${name} must be ${demand}, not ${describeValue(options[name])}`),
    ...(isOpen(options) ? [UNGUARDED] : []),
  ];
  if (problems.length > 0) throw new InvalidDashboardError(problems);
}

const isListOf = (isRight: (item: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isRight);
const isText = (value: unknown) => typeof value === 'string';

const CHECKS: readonly (readonly [name: string, isRight: (value: unknown) => boolean, demand: string])[] = [
  ['path', isText, 'a text'],
  ['guards', isListOf(isGuard), 'a list of guards'],
  ['imports', Array.isArray, 'a list of modules'],
  ['connections', isListOf(isText), 'a list of names'],
  ['public', (value) => typeof value === 'boolean', 'true or false'],
];
const NAMES = CHECKS.map(([name]) => name);

function isOpen({ guards, public: isPublic }: Readonly<Record<string, unknown>>): boolean {
  return isPublic !== true && (guards === undefined || (Array.isArray(guards) && guards.length === 0));
}

const UNGUARDED =
  'there are no guards: everybody who reaches the application would see the schema. Name guards, or, if that is meant, public: true';

function isGuard(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && 'canActivate' in value);
}

/** Options of the dashboard that cannot be meant, all of them at once. */
export class InvalidDashboardError extends CoodieError {
  readonly code = 'COODIE_INVALID_DASHBOARD';

  constructor(readonly problems: readonly string[]) {
    super(
      ['The options of CoodieDashboardModule are not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
      {
        hint: 'For example: CoodieDashboardModule.register({ guards: [AdminGuard] }).',
      },
    );
  }
}
