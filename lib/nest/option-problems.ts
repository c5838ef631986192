import { isAbsolute } from 'node:path';
import { ignoredDrops } from '../core/diff/ignored.js';
import { keyspaceNameProblem, namePatternProblem } from '../core/model/identifier.js';
import {
  atLeast,
  type Check,
  isPlainObject,
  must,
  object,
  oneOf,
  required,
  text,
  texts,
  truth,
  wholeFrom,
} from '../core/options/check-options.js';
import { LEAST_LOCK_TTL, MOST_LOCK_TTL } from '../core/progress/lock-holder.js';
import { describeValue } from '../core/text/visible.js';
import { CONSISTENCIES } from '../session/session.js';
import { clientProblems } from './client-option-problems.js';
import type {
  ConnectOptions,
  CoodieModuleOptions,
  CreateKeyspaceOptions,
  LockOptions,
  MigrationsOptions,
  SchemaOptions,
  TenantsOptions,
} from './coodie-options.interface.js';
import { MIGRATIONS_STRAYS, ROOT_STRAYS, SCHEMA_STRAYS } from './stray-options.js';

/** Everything in the options of a connection that cannot be meant: JavaScript users and configuration files err. */
export function optionProblems(options: unknown, name: string): readonly string[] {
  if (!isPlainObject(options)) {
    return [
      `there are none: forRoot takes an object, and the factory of forRootAsync must return one, not ${describeValue(options)}`,
    ];
  }
  const { name: inside, ...others } = options;
  return [...nameProblems(inside, name), ...OPTIONS(others, ''), ...otherKeyspace(others)];
}

const schemaOptions = object<SchemaOptions>(
  {
    onBootstrap: oneOf(['sync', 'verify', 'off']),
    when: oneOf(['bootstrap', 'module-init']),
    allow: oneOf(['safe', 'costly', 'destructive']),
    dropRemovedIndexes: truth,
    ignore: ignoreProblems,
    drop: object<NonNullable<SchemaOptions['drop']>>({ columns: texts, tables: texts }),
  },
  SCHEMA_STRAYS,
);

const migrationsOptions = object<MigrationsOptions>(
  {
    dir: text,
    baseDir: must('an absolute path: __dirname or import.meta.dirname', isAbsolutePath),
    classes: must('a list of classes', isListOfClasses),
    onBootstrap: oneOf(['off', 'verify', 'apply']),
    outOfOrder: oneOf(['error', 'apply', 'skip']),
  },
  MIGRATIONS_STRAYS,
);

const createKeyspace = required(
  ['replication'],
  object<CreateKeyspaceOptions>({ replication: replicationProblems, durableWrites: truth }),
);

const tenantsOptions = required(
  ['keyspaces'],
  object<TenantsOptions>({
    keyspaces: must(
      'a list of keyspaces or a function',
      (value) => Array.isArray(value) || typeof value === 'function',
    ),
    createKeyspace,
    onBootstrap: oneOf(['off', 'sync', 'apply']),
    concurrency: wholeFrom(1, 100),
    onError: oneOf(['continue', 'stop']),
    stateKeyspace: keyspaceProblems,
  }),
);

const OPTIONS: Check = required(
  ['client', 'keyspace'],
  object<CoodieModuleOptions>(
    {
      client: clientProblems,
      keyspace: keyspaceProblems,
      createKeyspace,
      schema: both(schemaOptions, dropProblems),
      migrations: migrationsOptions,
      tenants: tenantsOptions,
      naming: oneOf(['snake_case', 'as-declared']),
      lock: object<LockOptions>({ ttl: wholeFrom(LEAST_LOCK_TTL, MOST_LOCK_TTL), wait: atLeast(0) }),
      connect: object<ConnectOptions>({ attempts: atLeast(1), delay: atLeast(0), lazy: truth }),
      ddlTimeout: atLeast(1),
      consistency: oneOf(CONSISTENCIES),
    },
    ROOT_STRAYS,
  ),
);

function both(first: Check, second: Check): Check {
  return (value, path) => {
    const problems = first(value, path);
    return problems.length > 0 ? problems : second(value, path);
  };
}

function nameProblems(inside: unknown, name: string): readonly string[] {
  if (inside === undefined || inside === name) return [];
  if (typeof inside !== 'string' || inside === '') return [`name must be a text, not ${describeValue(inside)}`];
  return [`name: ${describeValue(inside)} must stand beside useFactory, not in what it returns`];
}

function keyspaceProblems(value: unknown, path: string): readonly string[] {
  const problem =
    typeof value === 'string' ? keyspaceNameProblem(value) : `it must be a text, not ${describeValue(value)}`;
  return problem === undefined ? [] : [`${path}: ${problem}`];
}

/** `keyspace` decides: another name in the client options would be passed over. */
function otherKeyspace({ client, keyspace }: Readonly<Record<string, unknown>>): readonly string[] {
  const inClient = isPlainObject(client) && typeof client['execute'] !== 'function' ? client['keyspace'] : undefined;
  if (inClient === undefined || inClient === keyspace) return [];
  return [
    `client.keyspace is ${describeValue(inClient)}, but keyspace is ${describeValue(keyspace)}: leave client.keyspace out`,
  ];
}

function isAbsolutePath(value: unknown): boolean {
  return typeof value === 'string' && isAbsolute(value);
}

function isListOfClasses(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'function');
}

function ignoreProblems(value: unknown, path: string): readonly string[] {
  if (!Array.isArray(value)) return [`${path} must be a list of patterns, not ${describeValue(value)}`];
  return value.flatMap((pattern) => namePatternProblem(pattern) ?? []).map((problem) => `${path}: ${problem}`);
}

/** Things that are to be dropped and left alone. */
function dropProblems(value: unknown): readonly string[] {
  // The checks before this one have shown that the value is of this type.
  const { ignore, drop } = value as SchemaOptions;
  return ignore === undefined ? [] : ignoredDrops({ tables: [], columns: [], ...drop }, ignore);
}

/** `{ class: 'NetworkTopologyStrategy', datacenter1: 3 }`: the names beside `class` are those of data centres. */
function replicationProblems(value: unknown, path: string): readonly string[] {
  if (!isPlainObject(value)) return [`${path} must be an object, not ${describeValue(value)}`];
  const { class: strategy, ...factors } = value;
  const wrong = Object.entries(factors).filter(([, factor]) => !isFactor(factor));
  return [
    ...(strategy === undefined
      ? [`${path}.class is missing, such as NetworkTopologyStrategy`]
      : text(strategy, `${path}.class`)),
    ...wrong.map(([name, factor]) => `${path}.${name} must be a number of replicas, not ${describeValue(factor)}`),
  ];
}

/** Transient replication is written as `3/1`. */
function isFactor(value: unknown): boolean {
  return /^\d+(\/\d+)?$/.test(String(value)) && (typeof value === 'number' || typeof value === 'string');
}
