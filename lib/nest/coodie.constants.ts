import type { ClientOptions } from 'cassandra-driver';
import type { OutOfOrderPolicy } from '../core/history/history.js';
import type { ServerKind } from '../core/options/server-profile.js';
import type { Report } from '../core/progress/progress.js';
import type { Consistency } from '../session/session.js';

export const DEFAULT_CONNECTION = 'default';

/** Present where a command line started the application: nothing is synced or migrated unasked then. */
export const COODIE_CLI = Symbol.for('nestjs-coodie:cli');

/** Value of COODIE_CLI: replacements for the application's own options, and the receiver of progress. */
export interface CliContext {
  readonly overrides: CliOverrides;
  readonly report: Report;
  /** Aborts when the user wants the run to stop. */
  readonly interruption?: AbortSignal | undefined;
}

/** Place of a trial: nothing else may be reached. */
export interface ScratchOverride {
  /** Instead of the application's own. */
  readonly client: ClientOptions;
  /** Whether the server has other keyspaces, which must not be touched. */
  readonly isShared: boolean;
  /** The scratch keyspaces, by the names that the project has for them. */
  readonly names: ReadonlyMap<string, string>;
}

/** Lock times are in seconds. */
export interface CliOverrides {
  readonly keyspace?: string | undefined;
  readonly driverType?: ServerKind | undefined;
  readonly migrationsDir?: string | undefined;
  readonly outOfOrder?: OutOfOrderPolicy | undefined;
  readonly lockTtl?: number | undefined;
  readonly lockWait?: number | undefined;
  readonly consistency?: Consistency | undefined;
  /** Further patterns beside those of the application. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether a missing keyspace may be created: a question must not write. False by default. */
  readonly createKeyspace?: boolean | undefined;
  /** Keyspaces that are made for the command and dropped behind it. */
  readonly scratch?: ScratchOverride | undefined;
  /** Whether the command needs no database: none is connected to before something asks for it. */
  readonly lazy?: boolean | undefined;
}

/** Present where an application watches what coodie does: a Telemetry. */
export const COODIE_TELEMETRY = Symbol.for('nestjs-coodie:telemetry');

export const optionsToken = (name: string) => `coodie:options:${name}`;
export const scopeToken = (name: string) => `coodie:scope:${name}`;
export const bootstrapToken = (name: string) => `coodie:bootstrap:${name}`;
/** Value: a function that returns other options. The options as they are, unless a test puts another in its place. */
export const changeToken = (name: string) => `coodie:change:${name}`;
