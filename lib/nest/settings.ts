import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Ignore } from '../core/diff/ignored.js';
import { DEFAULT_POLICY, type Policy } from '../core/diff/risk.js';
import type { Naming } from '../core/entity/naming.js';
import type { OutOfOrderPolicy } from '../core/history/history.js';
import type { ServerKind } from '../core/options/server-profile.js';
import type { NamedMigrationClass } from '../migrations/source/migration-classes.js';
import type { Consistency } from '../session/session.js';
import type { TenantSettings } from '../tenants/tenant-dependencies.js';
import type {
  CoodieModuleOptions,
  CreateKeyspaceOptions,
  MigrationsOptions,
  SchemaOptions,
  TenantsOptions,
} from './coodie-options.interface.js';
import type { CliOverrides, ScratchOverride } from './coodie.constants.js';
import { InvalidOptionsError } from './errors.js';
import { optionProblems } from './option-problems.js';

/** The options of a connection, checked and with every default filled in. Times are in the units of the options. */
export interface CoodieSettings {
  readonly name: string;
  readonly client: CoodieModuleOptions['client'];
  readonly keyspace: string;
  readonly createKeyspace: CreateKeyspaceOptions | undefined;
  readonly scratch: ScratchOverride | undefined;
  readonly schema: {
    readonly onBootstrap: NonNullable<SchemaOptions['onBootstrap']>;
    readonly when: NonNullable<SchemaOptions['when']>;
    readonly policy: Policy;
    readonly ignore: Ignore;
    readonly serverKind: ServerKind | undefined;
  };
  readonly migrations: {
    readonly dir: string;
    /** The options that name the directory, where `baseDir` is one of them. */
    readonly dirOptions: string | undefined;
    readonly classes: readonly NamedMigrationClass[] | undefined;
    readonly onBootstrap: NonNullable<MigrationsOptions['onBootstrap']>;
    readonly outOfOrder: OutOfOrderPolicy;
  };
  readonly tenants: TenantSettings & { readonly onBootstrap: NonNullable<TenantsOptions['onBootstrap']> };
  readonly naming: Naming;
  /** The user of the operating system, for the log. */
  readonly runBy: string;
  readonly lock: { readonly ttl: number; readonly wait: number; /** `host:pid` */ readonly process: string };
  readonly connect: { readonly attempts: number; readonly delay: number; readonly lazy: boolean };
  readonly ddlTimeout: number;
  readonly consistency: Consistency;
  /** Whether a command line started the application. */
  readonly cli: boolean;
}

/** @throws InvalidOptionsError with everything that is wrong */
export function settingsOf(options: CoodieModuleOptions, name: string, cli?: CliOverrides): CoodieSettings {
  const problems = optionProblems(options, name);
  if (problems.length > 0) throw new InvalidOptionsError(name, problems);
  return {
    name,
    ...placeOf(options, cli),
    schema: schemaSettings(options, cli),
    migrations: migrationSettings(options, cli),
    tenants: tenantSettings(options, cli),
    naming: options.naming ?? 'snake_case',
    runBy: userName(),
    lock: lockSettings(options, cli),
    connect: connectSettings(options, cli),
    ddlTimeout: options.ddlTimeout ?? 60_000,
    consistency: consistencySetting(options, cli),
    cli: cli !== undefined,
  };
}

type Place = Pick<CoodieSettings, 'client' | 'keyspace' | 'createKeyspace' | 'scratch'>;

function placeOf({ client, keyspace, createKeyspace }: CoodieModuleOptions, cli?: CliOverrides): Place {
  return {
    client: cli?.scratch?.client ?? client,
    keyspace: cli?.keyspace ?? keyspace,
    createKeyspace: cli && !cli.createKeyspace ? undefined : createKeyspace,
    scratch: cli?.scratch,
  };
}

function consistencySetting({ consistency }: CoodieModuleOptions, cli?: CliOverrides): Consistency {
  return cli?.consistency ?? consistency ?? 'local-quorum';
}

function schemaSettings({ schema = {} }: CoodieModuleOptions, cli?: CliOverrides): CoodieSettings['schema'] {
  return {
    onBootstrap: schema.onBootstrap ?? 'sync',
    when: schema.when ?? 'bootstrap',
    policy: policyOf(schema),
    ignore: [...new Set([...(schema.ignore ?? []), ...(cli?.ignore ?? [])])],
    serverKind: cli?.driverType,
  };
}

function policyOf({ allow, dropRemovedIndexes, drop }: SchemaOptions): Policy {
  return {
    allow: allow ?? DEFAULT_POLICY.allow,
    dropRemovedIndexes: dropRemovedIndexes ?? DEFAULT_POLICY.dropRemovedIndexes,
    drop: { ...DEFAULT_POLICY.drop, ...drop },
  };
}

function migrationSettings({ migrations = {} }: CoodieModuleOptions, cli?: CliOverrides): CoodieSettings['migrations'] {
  const { classes, onBootstrap, outOfOrder } = migrations;
  return {
    ...directorySettings(migrations, cli?.migrationsDir),
    classes: cli?.migrationsDir === undefined ? classes : undefined,
    onBootstrap: onBootstrap ?? 'off',
    outOfOrder: cli?.outOfOrder ?? outOfOrder ?? 'error',
  };
}

/** Without tenants of its own an application can still be told some by name. */
function tenantSettings({ keyspace, tenants }: CoodieModuleOptions, cli?: CliOverrides): CoodieSettings['tenants'] {
  const given: Partial<TenantsOptions> = tenants ?? {};
  return {
    keyspaces: given.keyspaces,
    stateKeyspace: given.stateKeyspace ?? cli?.keyspace ?? keyspace,
    createKeyspace: given.createKeyspace,
    ...TENANT_DEFAULTS,
    ...definedIn(given),
  };
}

const TENANT_DEFAULTS = { onBootstrap: 'off', concurrency: 4, onError: 'continue' } as const;

function definedIn({ onBootstrap, concurrency, onError }: Partial<TenantsOptions>) {
  return {
    ...(onBootstrap && { onBootstrap }),
    ...(concurrency !== undefined && { concurrency }),
    ...(onError && { onError }),
  };
}

type DirectorySettings = Pick<CoodieSettings['migrations'], 'dir' | 'dirOptions'>;

function directorySettings({ dir = 'migrations', baseDir }: MigrationsOptions, override?: string): DirectorySettings {
  if (override !== undefined || baseDir === undefined) return { dir: override ?? dir, dirOptions: undefined };
  return { dir: resolve(baseDir, dir), dirOptions: `migrations.dir "${dir}" in migrations.baseDir "${baseDir}"` };
}

/** A container may run as a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

function lockSettings({ lock }: CoodieModuleOptions, cli?: CliOverrides): CoodieSettings['lock'] {
  return {
    ttl: cli?.lockTtl ?? lock?.ttl ?? 300,
    wait: cli?.lockWait ?? lock?.wait ?? 0,
    process: `${hostname()}:${process.pid}`,
  };
}

/** Somebody waits at a command line: it tries once. */
function connectSettings({ connect }: CoodieModuleOptions, cli?: CliOverrides): CoodieSettings['connect'] {
  const delay = connect?.delay ?? 3_000;
  if (cli) return { attempts: 1, delay, lazy: cli.lazy ?? false };
  return { attempts: connect?.attempts ?? 10, delay, lazy: connect?.lazy ?? false };
}
