export { EmbeddedCassandra } from './embedded-cassandra.js';
export {
  CassandraDownloadError,
  CassandraStartError,
  EmbeddedCassandraError,
  EmbeddedCassandraOptionError,
  JavaMissingError,
  LoopbackAddressMissingError,
  MavenMissingError,
} from './embedded-cassandra-error.js';
export type {
  ClientEncryption,
  EmbeddedCassandraOptions,
  EmbeddedClientOptions,
} from './embedded-cassandra-options.js';
