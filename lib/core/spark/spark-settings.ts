/** Settings of a job that its result relies on. */
export const FIXED: Readonly<Record<string, string>> = {
  'spark.cassandra.input.consistency.level': 'LOCAL_QUORUM',
  'spark.cassandra.output.consistency.level': 'LOCAL_QUORUM',
  'spark.cassandra.output.ignoreNulls': 'true',
  'spark.sql.caseSensitive': 'true',
  'spark.sql.session.timeZone': 'UTC',
};

/** Settings that `--conf` may change. Without these two a read of a large table times out. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  'spark.cassandra.input.fetch.sizeInRows': '1000',
  'spark.cassandra.read.timeoutMS': '120000',
};

/** Settings and the environment variables that they are taken from, unless `--conf` says them. */
export const FROM_ENVIRONMENT: Readonly<Record<string, string>> = {
  'spark.cassandra.connection.host': 'COODIE_HOSTS',
  'spark.cassandra.connection.port': 'COODIE_PORT',
  'spark.cassandra.connection.localDC': 'COODIE_LOCAL_DC',
  'spark.cassandra.auth.username': 'COODIE_USERNAME',
  'spark.cassandra.auth.password': 'COODIE_PASSWORD',
};

export const FORMAT = 'org.apache.spark.sql.cassandra';
export const CONNECTOR = 'com.datastax.spark:spark-cassandra-connector_2.12:3.5.1';
