/** TLS between clients and server; paths of PKCS#12 or JKS files, as in `client_encryption_options`. */
export interface ClientEncryption {
  readonly keystore: string;
  readonly keystorePassword: string;
  /** Authorities whose client certificates are accepted. */
  readonly truststore?: string | undefined;
  readonly truststorePassword?: string | undefined;
  /** Refuse clients without a certificate; needs `truststore`. Default false. */
  readonly requireClientCertificate?: boolean | undefined;
  /** Let clients without TLS in as well. Default false. */
  readonly optional?: boolean | undefined;
}

export interface EmbeddedCassandraOptions {
  /** A release of Cassandra from 4.0 on, as Maven Central names it. Default '5.0.8'. */
  readonly version?: string | undefined;
  /** 1 to 9 nodes, on 127.0.0.1, 127.0.0.2 and so on. Default 1. */
  readonly nodes?: number | undefined;
  /**
   * Nodes of each data centre by its name, such as `{ east: 2, west: 1 }`; in the place of `nodes`. Nodes are numbered in
   * that order, and the first data centre is the local one. Default: one data centre, `datacenter1`.
   */
  readonly dataCenters?: Readonly<Record<string, number>> | undefined;
  /** The port for CQL, the same on every node. Default: a free one. */
  readonly port?: number | undefined;
  /** Ask for a password; the first user is cassandra / cassandra. Default false. */
  readonly authentication?: boolean | undefined;
  readonly clientEncryption?: ClientEncryption | undefined;
  /** Merged into cassandra.yaml; a key set to `undefined` is taken out of it. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** DDL five times quicker and no JMX, for tests that never restart a node: a server that ends forgets its schema. Default false. */
  readonly fast?: boolean | undefined;
  /** Java heap of each node, such as '512m'. Default '512m', for several nodes '400m'. */
  readonly heap?: string | undefined;
  /** Data directory; kept after the end and used again by the next start. Default: a temporary folder, removed at the end. */
  readonly directory?: string | undefined;
  /** Milliseconds that each node may take to answer. Default 120000. */
  readonly startTimeout?: number | undefined;
  /** Called with one line for each step of the start. */
  readonly log?: ((line: string) => void) | undefined;
}

/** Options for the `Client` of `cassandra-driver`; mutable, because the driver's own type is. */
export interface EmbeddedClientOptions {
  contactPoints: string[];
  localDataCenter: string;
  protocolOptions: { port: number };
  credentials?: { username: string; password: string };
}
