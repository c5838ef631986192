import type { ClientEncryption } from './embedded-cassandra-options.js';
import { renderSpeedProperties } from './java-command.js';

export interface DockerCommandInput {
  readonly image: string;
  /** Name of the container. */
  readonly name: string;
  /** Absolute path of the node's own folder, which holds cassandra.yaml. */
  readonly folder: string;
  readonly port: number;
  readonly dataCenter?: string | undefined;
  readonly heap: string;
  readonly fast: boolean;
  /** Keep the data in `folder` rather than in the container. */
  readonly keepData: boolean;
  readonly clientEncryption?: ClientEncryption | undefined;
}

/** Not in /etc/cassandra: the image's entry point takes possession of all it finds there. */
const YAML_IN_CONTAINER = '/coodie/cassandra.yaml';
const DATA_IN_CONTAINER = '/var/lib/cassandra';

/** Within the container the server listens for everybody; drivers outside reach it at 127.0.0.1. */
export const DOCKER_SETTINGS = {
  rpc_address: '0.0.0.0',
  broadcast_rpc_address: '127.0.0.1',
  data_file_directories: [`${DATA_IN_CONTAINER}/data`],
  commitlog_directory: `${DATA_IN_CONTAINER}/commitlog`,
  saved_caches_directory: `${DATA_IN_CONTAINER}/saved_caches`,
  hints_directory: `${DATA_IN_CONTAINER}/hints`,
  cdc_raw_directory: `${DATA_IN_CONTAINER}/cdc_raw`,
} as const;

/** Arguments of `docker` that run one node in the foreground, so that its log is what `docker` prints. */
export function renderDockerArguments(input: DockerCommandInput): readonly string[] {
  const { image, name, folder, port, heap, keepData } = input;
  const properties = [
    `-Dcassandra.config=file://${YAML_IN_CONTAINER}`,
    ...renderSpeedProperties({ nodes: 1, ...input }),
  ];
  return [
    'run',
    `--name=${name}`,
    `--publish=127.0.0.1:${port}:${port}`,
    readOnly(`${folder}/cassandra.yaml`, YAML_IN_CONTAINER),
    ...keyFiles(input.clientEncryption).map((path) => readOnly(path, path)),
    ...(keepData ? [`--volume=${folder}/data:${DATA_IN_CONTAINER}`] : []),
    `--env=MAX_HEAP_SIZE=${heap}`,
    '--env=HEAP_NEWSIZE=128m',
    ...(input.dataCenter === undefined ? [] : [`--env=CASSANDRA_DC=${input.dataCenter}`]),
    `--env=JVM_EXTRA_OPTS=${properties.join(' ')}`,
    image,
  ];
}

function readOnly(outside: string, inside: string): string {
  return `--volume=${outside}:${inside}:ro`;
}

function keyFiles(encryption: ClientEncryption | undefined): readonly string[] {
  return [encryption?.keystore, encryption?.truststore].filter((path) => path !== undefined);
}
