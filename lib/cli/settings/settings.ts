import type { DiagramFormat } from '../../core/erd/render-diagram.js';
import type { OutOfOrderPolicy } from '../../core/history/history.js';
import type { Consistency } from '../../session/session.js';

/** Everything that a command was told, read and checked. */
export interface Settings {
  readonly task: TaskSettings;
  /** How to connect; not used where an application has a connection of its own. */
  readonly connection: ConnectionSettings;
  readonly application: ApplicationSettings;
  readonly output: OutputSettings;
}

export interface TaskSettings {
  readonly status: boolean;
  readonly rollback: boolean;
  readonly steps: number | undefined;
  readonly statement: number | undefined;
  readonly target: string | undefined;
  /** Undefined where the keyspace of the connection is meant, and no tenant. */
  readonly tenants: 'all' | readonly string[] | undefined;
  readonly dryRun: boolean;
  readonly check: boolean;
  readonly rate: number | undefined;
  readonly concurrency: number | undefined;
  readonly acceptChange: boolean;
  readonly restart: boolean;
  readonly hash: boolean;
  readonly finish: boolean;
  readonly spark: string | undefined;
  /** True where the migration is not named. */
  readonly done: string | true | undefined;
  readonly notDone: string | true | undefined;
  readonly accept: string | undefined;
  readonly forget: string | undefined;
  readonly reason: string | undefined;
  readonly plan: string | undefined;
  readonly from: 'history' | 'database' | undefined;
  readonly rename: readonly string[];
  readonly copy: readonly string[];
  readonly allowDestructive: boolean;
  readonly skipImpossible: boolean;
  readonly ifNotExists: boolean;
  readonly to: string | undefined;
  readonly dropData: readonly string[];
  readonly since: string | undefined;
  readonly seed: string | undefined;
  readonly againstLive: boolean;
  readonly scratchOnCluster: boolean;
  readonly denyWarnings: boolean;
  readonly cql: boolean;
  readonly out: string | undefined;
  readonly format: DiagramFormat | undefined;
  /** Names and patterns of what is drawn; all, where there are none. */
  readonly only: readonly string[];
  readonly live: boolean;
  readonly cassandraVersion: string | undefined;
  readonly nodes: number | undefined;
  readonly dataDir: string | undefined;
  readonly limit: number | undefined;
}

export interface ConnectionSettings {
  readonly keyspace: string | undefined;
  /** `host` or `host:port` each, as the driver takes them. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly localDc: string | undefined;
  readonly credentials: Credentials | undefined;
  readonly tls: TlsFiles | undefined;
  readonly secureConnectBundle: string | undefined;
  readonly driverType: 'cassandra' | 'scylla' | undefined;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Paths. */
export interface TlsFiles {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface ApplicationSettings {
  readonly app: string | undefined;
  readonly entities: string | undefined;
  readonly migrationsDir: string | undefined;
  readonly outOfOrder: OutOfOrderPolicy | undefined;
  readonly ignore: readonly string[] | undefined;
  readonly consistency: Consistency | undefined;
  /** Seconds. */
  readonly lockTtl: number | undefined;
  readonly lockWait: number | undefined;
}

export interface OutputSettings {
  readonly json: boolean;
  readonly yes: boolean;
  readonly color: boolean;
  readonly verbose: boolean;
}
