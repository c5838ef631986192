import type { CassandraRelease, Recipe } from './cassandra-release.js';
import type { ClientEncryption } from './embedded-cassandra-options.js';

type Settings = Readonly<Record<string, unknown>>;

/** Addresses of one node of a cluster. */
export interface NodePlace {
  /** Counts from 0. */
  readonly index: number;
  /** The addresses of all nodes, in their order; the first is the seed. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly storagePort: number;
  /** Undefined where the cluster has only the one that needs no name. */
  readonly dataCenter?: string | undefined;
}

export interface NodeWishes {
  readonly authentication?: boolean | undefined;
  readonly clientEncryption?: ClientEncryption | undefined;
  readonly fast?: boolean | undefined;
  readonly settings?: Settings | undefined;
}

/** Text of cassandra.yaml. It is JSON, which every YAML parser reads, so that nothing needs quoting by hand. */
export function renderCassandraYaml(release: CassandraRelease, place: NodePlace, wishes: NodeWishes = {}): string {
  const settings: Settings = {
    ...COMMON_SETTINGS,
    ...SETTINGS_OF[release.recipe],
    ...(wishes.fast ? { ...PERIODIC_SYNC_OF[release.recipe], ...COMPRESSED_LOG } : BATCH_SYNC),
    ...placeSettings(place),
    ...(wishes.authentication ? AUTHENTICATION_SETTINGS : {}),
    ...(wishes.clientEncryption ? { client_encryption_options: encryptionSettings(wishes.clientEncryption) } : {}),
    ...wishes.settings,
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}

const COMMON_SETTINGS: Settings = {
  cluster_name: 'coodie-test',
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  endpoint_snitch: 'SimpleSnitch',
  num_tokens: 1,
  auto_bootstrap: false,
  start_native_transport: true,
  disk_access_mode: 'standard',
  memtable_allocation_type: 'heap_buffers',
  auto_snapshot: false,
};

/** From 4.1 on durations and sizes carry their unit, and `enable_x` became `x_enabled`; an unknown key is fatal. */
const SETTINGS_SINCE_4_1: Settings = {
  commitlog_segment_size: '5MiB',
  materialized_views_enabled: true,
  user_defined_functions_enabled: true,
  sasi_indexes_enabled: true,
  drop_compact_storage_enabled: true,
};

const SETTINGS_OF: Readonly<Record<Recipe, Settings>> = {
  '4.0': {
    commitlog_segment_size_in_mb: 5,
    enable_materialized_views: true,
    enable_user_defined_functions: true,
    enable_sasi_indexes: true,
    enable_drop_compact_storage: true,
  },
  '4.1': SETTINGS_SINCE_4_1,
  '5.0': { ...SETTINGS_SINCE_4_1, dynamic_data_masking_enabled: true },
};

/** With the usual `periodic` a killed server forgets the writes of the last 100 ms, acknowledged ones too. */
const BATCH_SYNC: Settings = { commitlog_sync: 'batch' };

const PERIODIC_SYNC_OF: Readonly<Record<Recipe, Settings>> = {
  '4.0': { commitlog_sync: 'periodic', commitlog_sync_period_in_ms: 10_000 },
  '4.1': { commitlog_sync: 'periodic', commitlog_sync_period: '10000ms' },
  '5.0': { commitlog_sync: 'periodic', commitlog_sync_period: '10000ms' },
};

/** A plain segment is filled with zeros when it is made, and each DROP TABLE makes one. */
const COMPRESSED_LOG: Settings = { commitlog_compression: [{ class_name: 'LZ4Compressor' }] };

const AUTHENTICATION_SETTINGS: Settings = { authenticator: 'PasswordAuthenticator', authorizer: 'CassandraAuthorizer' };

function placeSettings({ index, addresses, port, storagePort, dataCenter }: NodePlace): Settings {
  return {
    ...(dataCenter === undefined ? {} : { endpoint_snitch: 'GossipingPropertyFileSnitch' }),
    initial_token: initialToken(index, addresses.length),
    listen_address: addresses[index],
    rpc_address: addresses[index],
    storage_port: storagePort,
    native_transport_port: port,
    seed_provider: [
      {
        class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
        parameters: [{ seeds: `${addresses[0]}:${storagePort}` }],
      },
    ],
  };
}

/** Even parts of the ring; text, because a token has more digits than a JavaScript number. */
function initialToken(index: number, nodes: number): string {
  return String(-(2n ** 63n) + (BigInt(index) * 2n ** 64n) / BigInt(nodes));
}

function encryptionSettings(encryption: ClientEncryption): Settings {
  return {
    enabled: true,
    optional: encryption.optional ?? false,
    keystore: encryption.keystore,
    keystore_password: encryption.keystorePassword,
    require_client_auth: encryption.requireClientCertificate ?? false,
    truststore: encryption.truststore,
    truststore_password: encryption.truststorePassword,
  };
}
