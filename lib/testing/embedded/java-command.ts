import { pathToFileURL } from 'node:url';

export interface JavaCommandInput {
  /** Major version of the Java that will run it, such as 17. */
  readonly javaMajor: number;
  /** Absolute path of the folder of jars. */
  readonly jars: string;
  /** Absolute path of the jamm jar among them, the agent that Cassandra measures objects with. */
  readonly agent: string;
  /** Absolute path of the node's own folder, which holds cassandra.yaml and logback.xml. */
  readonly folder: string;
  readonly heap: string;
  readonly nodes: number;
  readonly fast: boolean;
}

/** Arguments of `java` for one node; its working folder, data and temporary files all lie in `folder`. */
export function renderJavaArguments(input: JavaCommandInput): readonly string[] {
  return [
    ...jvmArguments(input),
    ...(input.javaMajor >= 9 ? MODULE_ARGUMENTS : []),
    ...(input.javaMajor >= 18 ? ['-Djava.security.manager=allow'] : []),
    ...cassandraProperties(input),
    '-cp',
    `${input.jars}/*`,
    'org.apache.cassandra.service.CassandraDaemon',
  ];
}

/** Properties that make a test server quick to start, and with `fast` quick at DDL; the official image takes them as well. */
export function renderSpeedProperties({ nodes, fast }: Pick<JavaCommandInput, 'nodes' | 'fast'>): readonly string[] {
  return [
    '-Dcassandra.skip_wait_for_gossip_to_settle=0',
    `-Dcassandra.ring_delay_ms=${nodes > 1 ? 2000 : 0}`,
    // A node that was paused or away asks the others for their schema after this time, by default a minute.
    ...(nodes > 1 ? ['-Dcassandra.migration_delay_ms=1000'] : []),
    '-Dcassandra.superuser_setup_delay_ms=0',
    '-Dcassandra.shutdown_announce_in_ms=0',
    '-Dcassandra.size_recorder_interval=0',
    '-Dcassandra.load_ring_state=false',
    ...(fast ? FAST_PROPERTIES : []),
  ];
}

/** Without them each table costs the registration of some 200 JMX beans, and a dropped one several syncs of the disk. */
const FAST_PROPERTIES = [
  '-Dcassandra.unsafesystem=true',
  '-Dcassandra.test.flush_local_schema_changes=false',
  '-Dcassandra.skip_sync=true',
  '-Dcassandra.dehr_stripe_count=1',
  '-Dorg.apache.cassandra.disable_mbean_registration=true',
];

const EXPORTED_PACKAGES = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/java.lang.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.management/com.sun.jmx.remote.security',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.sql/java.sql',
  'jdk.unsupported/sun.misc',
];

const OPENED_PACKAGES = [
  'java.base/java.lang.module',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.util.jar',
  'java.base/sun.nio.ch',
  'java.base/java.io',
  'java.base/java.lang.reflect',
  'java.base/java.lang',
  'java.base/java.util',
  'java.base/java.nio',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'jdk.management/com.sun.management.internal',
];

const MODULE_ARGUMENTS = [
  ...EXPORTED_PACKAGES.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
  ...OPENED_PACKAGES.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
];

function jvmArguments({ heap, agent, folder }: JavaCommandInput): readonly string[] {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    '-Xss256k',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+PerfDisableSharedMem',
    '-XX:+ExitOnOutOfMemoryError',
    `-javaagent:${agent}`,
    `-Djava.io.tmpdir=${folder}/tmp`,
    '-Djava.net.preferIPv4Stack=true',
    '-Dchronicle.analytics.disable=true',
    '-Djdk.attach.allowAttachSelf=true',
    '-Dio.netty.tryReflectionSetAccessible=true',
  ];
}

function cassandraProperties(input: JavaCommandInput): readonly string[] {
  const fileUrl = (name: string) => pathToFileURL(`${input.folder}/${name}`).href;
  return [
    `-Dlogback.configurationFile=${fileUrl('logback.xml')}`,
    `-Dcassandra.config=${fileUrl('cassandra.yaml')}`,
    `-Dcassandra-rackdc.properties=${fileUrl('rackdc.properties')}`,
    `-Dcassandra.storagedir=${input.folder}/data`,
    '-Dcassandra-foreground=yes',
    ...renderSpeedProperties(input),
  ];
}
