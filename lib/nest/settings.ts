import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY, type Policy } from '../core/diff/policy.js';
import type { Naming } from '../core/entity/naming.js';
import type { NamedMigrationClass } from '../migrations/migration-classes.js';
import type { CliOverrides } from './coodie.constants.js';
import type {
  CoodieModuleOptions,
  CreateKeyspaceOptions,
  MigrationsOptions,
  SchemaOptions,
} from './coodie-options.interface.js';
import { InvalidOptionsError } from './errors.js';

/** The options of a connection, checked and with every default filled in. Times are in the units of the options. */
export interface CoodieSettings {
  readonly name: string;
  readonly client: CoodieModuleOptions['client'];
  readonly keyspace: string;
  readonly createKeyspace: CreateKeyspaceOptions | undefined;
  readonly schema: { readonly onBootstrap: NonNullable<SchemaOptions['onBootstrap']>; readonly policy: Policy };
  readonly migrations: {
    readonly dir: string;
    readonly classes: readonly NamedMigrationClass[] | undefined;
    readonly onBootstrap: NonNullable<MigrationsOptions['onBootstrap']>;
  };
  readonly naming: Naming;
  readonly lock: { readonly ttl: number; readonly wait: number; readonly owner: string };
  readonly connect: { readonly attempts: number; readonly delay: number; readonly lazy: boolean };
  readonly ddlTimeout: number;
  /** Whether a command line started the application. */
  readonly cli: boolean;
}

/** @throws InvalidOptionsError with everything that is wrong */
export function settingsOf(options: CoodieModuleOptions, name: string, cli?: CliOverrides): CoodieSettings {
  const problems = problemsOf(options, name);
  if (problems.length > 0) throw new InvalidOptionsError(name, problems);
  const { schema = {}, migrations = {}, lock = {}, connect = {} } = options;
  return {
    name,
    client: options.client,
    keyspace: cli?.keyspace ?? options.keyspace,
    createKeyspace: options.createKeyspace,
    schema: { onBootstrap: schema.onBootstrap ?? 'sync', policy: policyOf(schema) },
    migrations: {
      dir: cli?.migrationsDir ?? migrations.dir ?? 'migrations',
      classes: cli?.migrationsDir === undefined ? migrations.classes : undefined,
      onBootstrap: migrations.onBootstrap ?? 'off',
    },
    naming: options.naming ?? 'snake_case',
    lock: {
      ttl: cli?.lockTtl ?? lock.ttl ?? 300,
      wait: cli?.lockWait ?? lock.wait ?? 0,
      owner: `${hostname()}:${process.pid}:${randomUUID()}`,
    },
    connect: {
      attempts: cli ? 1 : (connect.attempts ?? 10),
      delay: connect.delay ?? 3_000,
      lazy: !cli && (connect.lazy ?? false),
    },
    ddlTimeout: options.ddlTimeout ?? 60_000,
    cli: cli !== undefined,
  };
}

function policyOf({ allow, dropRemovedIndexes }: SchemaOptions): Policy {
  return {
    allow: allow ?? DEFAULT_POLICY.allow,
    dropRemovedIndexes: dropRemovedIndexes ?? DEFAULT_POLICY.dropRemovedIndexes,
  };
}

function problemsOf(options: Partial<CoodieModuleOptions> | undefined, name: string): readonly string[] {
  if (typeof options !== 'object') return ['there are none: forRootAsync must answer an object'];
  const inside = (options as { readonly name?: unknown }).name;
  return [
    ...(inside === undefined || inside === name
      ? []
      : [`name: "${String(inside)}" must stand beside useFactory, not in what it answers`]),
    ...(typeof options.client === 'object' ? [] : ['client is missing: the options of cassandra-driver, or a Client']),
    ...(typeof options.keyspace === 'string' && options.keyspace !== '' ? [] : ['keyspace is missing']),
    ...oneOf('schema.onBootstrap', options.schema?.onBootstrap, ['sync', 'verify', 'off']),
    ...oneOf('schema.allow', options.schema?.allow, ['safe', 'costly', 'destructive']),
    ...oneOf('migrations.onBootstrap', options.migrations?.onBootstrap, ['off', 'verify', 'apply']),
    ...oneOf('naming', options.naming, ['snake_case', 'as-declared']),
    ...atLeast('lock.ttl', options.lock?.ttl, 3),
    ...atLeast('lock.wait', options.lock?.wait, 0),
    ...atLeast('connect.attempts', options.connect?.attempts, 1),
    ...atLeast('connect.delay', options.connect?.delay, 0),
    ...atLeast('ddlTimeout', options.ddlTimeout, 1),
  ];
}

function oneOf(option: string, value: unknown, choices: readonly string[]): readonly string[] {
  if (value === undefined || choices.some((choice) => choice === value)) return [];
  return [`${option} is ${choices.join(', ')}; not ${String(value)}`];
}

function atLeast(option: string, value: unknown, least: number): readonly string[] {
  if (value === undefined || (typeof value === 'number' && value >= least)) return [];
  return [`${option} is a number from ${least}, not ${String(value)}`];
}
