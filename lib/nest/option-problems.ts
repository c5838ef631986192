import { ignoredDrops } from '../core/diff/ignored.js';
import { LEAST_LOCK_TTL, MOST_LOCK_TTL } from '../core/lock-holder.js';
import { describeValue } from '../core/model/options/describe-value.js';
import { namePatternProblem } from '../core/model/name-pattern.js';
import { CONSISTENCIES } from '../session/session.js';
import type { CoodieModuleOptions } from './coodie-options.interface.js';

/** Everything in the options of a connection that cannot be meant: JavaScript users and configuration files err. */
export function optionProblems(options: Partial<CoodieModuleOptions> | undefined, name: string): readonly string[] {
  if (typeof options !== 'object') return ['there are none: forRootAsync must answer an object'];
  return [
    ...nameProblems(options, name),
    ...missing(options),
    ...CHOICES.flatMap(check(options)),
    ...LIMITS.flatMap(check(options)),
    ...ignoreProblems(options.schema),
  ];
}

type Read = (options: Partial<CoodieModuleOptions>) => unknown;

interface Rule {
  readonly option: string;
  readonly read: Read;
  readonly isRight: (value: unknown) => boolean;
  readonly wanted: string;
}

const CHOICES: readonly Rule[] = [
  oneOf('schema.onBootstrap', ({ schema }) => schema?.onBootstrap, ['sync', 'verify', 'off']),
  oneOf('schema.allow', ({ schema }) => schema?.allow, ['safe', 'costly', 'destructive']),
  oneOf('migrations.onBootstrap', ({ migrations }) => migrations?.onBootstrap, ['off', 'verify', 'apply']),
  oneOf('migrations.outOfOrder', ({ migrations }) => migrations?.outOfOrder, ['error', 'apply', 'skip']),
  oneOf('consistency', ({ consistency }) => consistency, CONSISTENCIES),
  oneOf('naming', ({ naming }) => naming, ['snake_case', 'as-declared']),
];

const LIMITS: readonly Rule[] = [
  lockTtl(({ lock }) => lock?.ttl),
  atLeast('lock.wait', ({ lock }) => lock?.wait, 0),
  atLeast('connect.attempts', ({ connect }) => connect?.attempts, 1),
  atLeast('connect.delay', ({ connect }) => connect?.delay, 0),
  atLeast('ddlTimeout', ({ ddlTimeout }) => ddlTimeout, 1),
];

function oneOf(option: string, read: Read, choices: readonly string[]): Rule {
  return { option, read, isRight: (value) => choices.some((choice) => choice === value), wanted: choices.join(', ') };
}

/** The timeout becomes a time to live, which has whole seconds and a longest one. */
function lockTtl(read: Read): Rule {
  return {
    option: 'lock.ttl',
    read,
    isRight: (value) => Number.isInteger(value) && Number(value) >= LEAST_LOCK_TTL && Number(value) <= MOST_LOCK_TTL,
    wanted: `a whole number from ${LEAST_LOCK_TTL} to ${MOST_LOCK_TTL}`,
  };
}

function atLeast(option: string, read: Read, least: number): Rule {
  return {
    option,
    read,
    isRight: (value) => typeof value === 'number' && value >= least,
    wanted: `a number from ${least}`,
  };
}

function check(options: Partial<CoodieModuleOptions>): (rule: Rule) => readonly string[] {
  return ({ option, read, isRight, wanted }) => {
    const value = read(options);
    return value === undefined || isRight(value) ? [] : [`${option} must be ${wanted}; not ${describeValue(value)}`];
  };
}

function ignoreProblems({ ignore, drop }: NonNullable<CoodieModuleOptions['schema']> = {}): readonly string[] {
  if (ignore === undefined) return [];
  if (!Array.isArray(ignore)) return [`schema.ignore must be a list of patterns; not ${describeValue(ignore)}`];
  const problems = ignore.flatMap((pattern) => namePatternProblem(pattern) ?? []);
  if (problems.length > 0) return problems.map((problem) => `schema.ignore: ${problem}`);
  return ignoredDrops({ tables: [], columns: [], ...drop }, ignore);
}

function nameProblems(options: object, name: string): readonly string[] {
  const inside = (options as { readonly name?: unknown }).name;
  if (inside === undefined || inside === name) return [];
  return [`name: ${describeValue(inside)} must stand beside useFactory, not in what it answers`];
}

function missing({ client, keyspace }: Partial<CoodieModuleOptions>): readonly string[] {
  return [
    ...(typeof client === 'object' ? [] : ['client is missing: the options of cassandra-driver, or a Client']),
    ...(typeof keyspace === 'string' && keyspace !== '' ? [] : ['keyspace is missing']),
  ];
}
