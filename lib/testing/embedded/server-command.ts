import { join } from 'node:path';

import type { NodePlace } from './cassandra-yaml.js';
import { renderDockerArguments } from './docker-command.js';
import { renderJavaArguments } from './java-command.js';
import { nodeFolder } from './node-folder.js';
import type { ServerPlan } from './server-plan.js';
import type { ServerCommand } from './supervisor.js';

/** Command that runs a node; `again` if it ran before and was killed. */
export function serverCommand(plan: ServerPlan, place: NodePlace, again: boolean): ServerCommand {
  const cwd = nodeFolder(plan, place.index);
  return { node: place.index, cwd, log: join(cwd, 'cassandra.log'), ...program(plan, place, again) };
}

export function containerName({ id }: ServerPlan): string {
  return `nestjs-coodie-${id}`;
}

function program(plan: ServerPlan, place: NodePlace, again: boolean): Pick<ServerCommand, 'command' | 'args'> {
  const { options, runtime } = plan;
  const nodes = plan.places.length;
  const folder = nodeFolder(plan, place.index);
  const common = { folder, nodes, heap: options.heap ?? (nodes > 1 ? '400m' : '512m'), fast: options.fast ?? false };
  if (runtime.kind === 'java') {
    const { java, jars, agent } = runtime;
    return { command: java.executable, args: renderJavaArguments({ ...common, jars, agent, javaMajor: java.major }) };
  }
  const container = { image: runtime.image, name: containerName(plan), port: place.port, dataCenter: place.dataCenter };
  const { clientEncryption, directory } = options;
  const args = renderDockerArguments({ ...common, ...container, clientEncryption, keepData: directory !== undefined });
  return { command: 'docker', args: again ? ['start', '--attach', container.name] : args };
}
