export const DEFAULT_CONNECTION = 'default';

/** Present where a command line started the application: nothing is synced or migrated unasked then. */
export const COODIE_CLI = Symbol.for('nestjs-coodie:cli');

/** What the command line puts in place of the application's own options. */
export interface CliOverrides {
  readonly keyspace?: string | undefined;
  readonly migrationsDir?: string | undefined;
  readonly lockTtl?: number | undefined;
  readonly lockWait?: number | undefined;
}

export const optionsToken = (name: string) => `coodie:options:${name}`;
export const settingsToken = (name: string) => `coodie:settings:${name}`;
export const connectionToken = (name: string) => `coodie:connection:${name}`;
export const readinessToken = (name: string) => `coodie:readiness:${name}`;
export const reportToken = (name: string) => `coodie:report:${name}`;
export const bootstrapToken = (name: string) => `coodie:bootstrap:${name}`;
