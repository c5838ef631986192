import type { Runtime } from './runtime.js';

/** Everything coodie asks of Cassandra. One session means one keyspace; names without a keyspace mean that one. */
export interface Session {
  readonly keyspace: string;
  /** The keyspace that keeps coodie's history of this one, where this one is a tenant; undefined where it keeps its own. */
  readonly stateKeyspace?: string | undefined;
  /**
   * Makes sure that no other keyspace keeps the history of this one.
   * @throws TenantElsewhereError
   */
  assertHome?(): Promise<void>;
  /** Sends one statement and reads every page of its answer. */
  execute(cql: string, params?: readonly unknown[], options?: ExecuteOptions): Promise<Result>;
  /** Sends one statement and hands out its rows as they come, a page at a time: memory stays constant. */
  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row>;
  /** Reads one page of an answer, the first one or the one after a place. */
  page(cql: string, params?: readonly unknown[], options?: PageOptions): Promise<Page>;
  /** Sends writes as one batch: all of them take effect, or none. */
  batch(writes: readonly Write[], options?: ExecuteOptions): Promise<void>;
}

/** How many replicas must answer, in the words of the command line. */
export const CONSISTENCIES = ['one', 'local-one', 'local-quorum', 'quorum', 'each-quorum', 'all'] as const;

export type Consistency = (typeof CONSISTENCIES)[number];

export interface ExecuteOptions {
  /** The consistency of the connection where nothing is said. `serial` reads what lightweight transactions agreed on. */
  readonly consistency?: Consistency | 'serial';
  /** How long to wait for an answer, in milliseconds. By default as the application's client is configured. */
  readonly timeout?: number;
  /** Whether sending it twice does no harm, so that it may be tried again. Reads are, unless told otherwise. */
  readonly idempotent?: boolean;
  /** Called each time before the request is sent again; where it throws, the request ends with that. */
  readonly beforeRetry?: (() => Promise<void>) | undefined;
  /** Microseconds: the time of what is written, the same for each time that it is sent. By default the servers or the client say. */
  readonly timestamp?: number | undefined;
  /** With `told-apart`, a failure after which the statement may have taken effect is an UnclearOutcomeError. */
  readonly unclear?: 'told-apart' | 'as-it-comes';
  /** For a batch: false omits the batch log, which makes it all or nothing. */
  readonly logged?: boolean;
}

export interface StreamOptions extends ExecuteOptions {
  /** Rows that are asked for at a time: 1 000 by default. */
  readonly fetchSize?: number | undefined;
}

export interface PageOptions extends StreamOptions {
  /** The end of an earlier page of the same statement, as that page told it. */
  readonly after?: string | undefined;
}

export interface Page {
  readonly rows: readonly Row[];
  /** The place after its last row; undefined where the answer ends with it. */
  readonly next: string | undefined;
}

export interface Write {
  readonly cql: string;
  readonly params: readonly unknown[];
}

export interface Result {
  readonly rows: readonly Row[];
  /** False when the condition of a lightweight transaction did not hold. */
  readonly applied: boolean;
  readonly warnings: readonly string[];
}

export type Row = Readonly<Record<string, unknown>>;

/** A session for schema changes: one coordinator, no automatic retry, its own agreement wait. */
export interface DdlSession extends Session {
  /**
   * Waits until every live host has the same schema version; returns how many they are. Hosts that are down learn the
   * schema when they return, so they are not waited for.
   * @throws SchemaDisagreementError that names the hosts
   */
  awaitAgreement(signal?: AbortSignal): Promise<number>;
  /** The hosts that did not answer when last asked: what they were sent, they may still do, or have done. */
  silentHosts(): readonly string[];
  close(): Promise<void>;
}

/** A session over a client of coodie's own. */
export interface OwnSession extends Session {
  close(): Promise<void>;
}

/** One connection of the application, and the ways to talk over it. */
export interface Database {
  readonly session: Session;
  readonly runtime: Runtime;
  /** A session whose statements all go to one coordinator, so that reads of the schema fit together. */
  onOneHost(): Session;
  openDdl(): Promise<DdlSession>;
  /** A session that reads and writes values without a loss, whatever encoding the application has chosen. */
  openForCopy(): Promise<OwnSession>;
  /** The same cluster with another keyspace; names must be qualified there. */
  inKeyspace(keyspace: string): Database;
}
