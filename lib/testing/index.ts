export { EmbeddedCassandra } from './embedded/embedded-cassandra.js';
export {
  CassandraDownloadError,
  CassandraStartError,
  EmbeddedCassandraError,
  EmbeddedCassandraOptionError,
  JavaMissingError,
  LoopbackAddressMissingError,
  MavenMissingError,
} from './embedded/embedded-cassandra-error.js';
export type {
  ClientEncryption,
  EmbeddedCassandraOptions,
  EmbeddedClientOptions,
} from './embedded/embedded-cassandra-options.js';
export { CoodieTesting, type TestKeyspaceOptions } from './keyspace/coodie-testing.js';
export type { TestingBuilder } from './keyspace/override-options.js';
export { TestConnectionError } from './keyspace/override-options.js';
export { TestKeyspace, type TestModuleOptions } from './keyspace/test-keyspace.js';
export { provideMockModel } from './mock-model/mock-model.js';
