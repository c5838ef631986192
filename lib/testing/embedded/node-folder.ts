import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type NodePlace, renderCassandraYaml } from './cassandra-yaml.js';
import { DOCKER_SETTINGS } from './docker-command.js';
import { DEFAULT_DATA_CENTER, type ServerPlan } from './server-plan.js';

/** Absolute path of all that belongs to one node: its configuration, data, log and temporary files. */
export function nodeFolder({ folder }: ServerPlan, index: number): string {
  return join(folder, `node${index}`);
}

export async function writeNodeFolder(plan: ServerPlan, place: NodePlace): Promise<void> {
  const { options, release, runtime } = plan;
  const settings = { ...(runtime.kind === 'docker' ? DOCKER_SETTINGS : {}), ...options.settings };
  const folder = nodeFolder(plan, place.index);
  // Native libraries that a killed server unpacked and could not remove.
  await rm(join(folder, 'tmp'), { recursive: true, force: true });
  await mkdir(join(folder, 'tmp'), { recursive: true });
  await writeFile(join(folder, 'cassandra.yaml'), renderCassandraYaml(release, place, { ...options, settings }));
  await writeFile(join(folder, 'logback.xml'), LOGBACK);
  await writeFile(join(folder, 'rackdc.properties'), `dc=${place.dataCenter ?? DEFAULT_DATA_CENTER}\nrack=rack1\n`);
}

/** To the console, and from there to the log file, so that what Java itself has to say is in it too. */
const LOGBACK = `<configuration>
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="STDOUT"/></root>
</configuration>
`;
