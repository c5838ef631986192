import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Provider, Type } from '@nestjs/common';
import type { Client, ClientOptions } from 'cassandra-driver';
import type { Policy } from '../core/diff/risk.js';
import type { Naming } from '../core/entity/naming.js';
import type { OutOfOrderPolicy } from '../core/history/history.js';
import type { NamedMigrationClass } from '../migrations/source/migration-classes.js';
import type { Consistency } from '../session/session.js';

/** @publicApi */
export interface CoodieModuleOptions {
  /** The driver's own options, passed on untouched; or a client of yours, which coodie then never closes. */
  readonly client: ClientOptions | Client;
  readonly keyspace: string;
  /** Creates the keyspace where it is missing; never alters one that exists. */
  readonly createKeyspace?: CreateKeyspaceOptions;
  readonly schema?: SchemaOptions;
  readonly migrations?: MigrationsOptions;
  /** Further keyspaces with the same tables, one for each tenant of the application. */
  readonly tenants?: TenantsOptions;
  /** How columns and tables without a `name` are called. `snake_case` by default. */
  readonly naming?: Naming;
  readonly lock?: LockOptions;
  readonly connect?: ConnectOptions;
  /** How long a schema change, or the wait for all hosts to agree on it, may take: milliseconds, 60 000 by default. */
  readonly ddlTimeout?: number;
  /**
   * The consistency of what migrations read and write: `local-quorum` by default. The history of migrations and the lock
   * always need a majority of all replicas.
   */
  readonly consistency?: Consistency;
}

export interface CreateKeyspaceOptions {
  /** For example `{ class: 'NetworkTopologyStrategy', datacenter1: 3 }`. */
  readonly replication: Readonly<Record<string, string | number>>;
  /** True by default, as everywhere. */
  readonly durableWrites?: boolean;
}

export interface SchemaOptions {
  /** `sync` brings the tables in sync (the default), `verify` fails the start on any difference, `off` does neither. */
  readonly onBootstrap?: 'sync' | 'verify' | 'off';
  /**
   * When the migrations and the sync of the start run: `bootstrap` (the default) is before the application listens,
   * `module-init` is before the `onModuleInit` of any other module, for code that queries there.
   */
  readonly when?: 'bootstrap' | 'module-init';
  /** The riskiest change that sync makes. `costly` by default. */
  readonly allow?: Policy['allow'];
  /** Whether indexes that no entity declares any more are dropped. False by default. */
  readonly dropRemovedIndexes?: boolean;
  /**
   * The tables, views and user types that are not coodie's, by name, with `*` for any letters: `['audit_*']`. They are never
   * reported and never touched.
   */
  readonly ignore?: readonly string[];
  /** Objects that sync may drop, each by its name and only if no entity declares it: columns as `table.column`. */
  readonly drop?: { readonly columns?: readonly string[]; readonly tables?: readonly string[] };
}

export interface MigrationsOptions {
  /** Directory of the files. Default `migrations`. */
  readonly dir?: string;
  /** The directory that `dir` is relative to: `__dirname` or `import.meta.dirname`. The working directory by default. */
  readonly baseDir?: string;
  /** Migrations as classes, instead of files: for bundled applications. */
  readonly classes?: readonly NamedMigrationClass[];
  /** `apply` applies what is pending, `verify` fails the start while something is, `off` does neither (the default). */
  readonly onBootstrap?: 'off' | 'verify' | 'apply';
  /**
   * Policy for a migration that is not applied although a later one is, as when two branches meet: `error` (the
   * default) refuses to run anything, `apply` runs it late, `skip` leaves it out and says so.
   */
  readonly outOfOrder?: OutOfOrderPolicy;
}

export interface TenantsOptions {
  /** The keyspaces, or a function that looks them up: it is called at each use, so that a new tenant needs no restart. */
  readonly keyspaces: readonly string[] | (() => Promise<readonly string[]> | readonly string[]);
  /** Creates the keyspace of a tenant where it is missing, when there is something to do in it. */
  readonly createKeyspace?: CreateKeyspaceOptions;
  /** `sync` brings the tenants in sync before the application listens, `apply` migrates them before that; `off` is the default. */
  readonly onBootstrap?: 'off' | 'sync' | 'apply';
  /** How many requests are sent at once while tenants are read: 4 by default. Changes are made one after the other. */
  readonly concurrency?: number;
  /** `continue` (the default) tries every tenant, `stop` none after the first that failed. */
  readonly onError?: 'continue' | 'stop';
  /** The keyspace that keeps the lock and the history of all tenants: by default that of the connection. */
  readonly stateKeyspace?: string;
}

export interface LockOptions {
  /** Seconds until the lock of a dead process is free: 300 by default, from 3. */
  readonly ttl?: number;
  /** Seconds to wait for another run: 0 by default. A starting application always waits, as its sisters start with it. */
  readonly wait?: number;
}

export interface ConnectOptions {
  /** How often to try in all: 10 by default. */
  readonly attempts?: number;
  /** Milliseconds between two tries: 3000 by default. */
  readonly delay?: number;
  /** True lets the application start without a database: it connects, migrates and syncs in the background. */
  readonly lazy?: boolean;
}

/** Options beside those of `forRoot`, and beside `useFactory` in `forRootAsync`, never inside it. */
export interface CoodieModuleExtras {
  /** The connection's name, where there are several. */
  readonly name?: string;
  /** Whether its services can be injected everywhere: true by default. */
  readonly isGlobal?: boolean;
}

/** @publicApi */
export interface CoodieOptionsFactory {
  createCoodieOptions(connectionName?: string): Promise<CoodieModuleOptions> | CoodieModuleOptions;
}

/** @publicApi */
export interface CoodieModuleAsyncOptions extends CoodieModuleExtras, Pick<ModuleMetadata, 'imports'> {
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  // Nest fills the parameters from `inject`: what they are is the caller's to say.
  readonly useFactory?: (...dependencies: never[]) => Promise<CoodieModuleOptions> | CoodieModuleOptions;
  readonly useClass?: Type<CoodieOptionsFactory>;
  readonly useExisting?: Type<CoodieOptionsFactory>;
  readonly extraProviders?: Provider[];
}
