import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clientOptions } from '../../support/cassandra.js';
import { runNode, type Ended } from '../../support/run-node.js';

export const SAMPLE_APP = join(__dirname, '../../../sample-app');

/** The environment that sends the sample application to the test server. */
export function environmentOf(keyspace: string): NodeJS.ProcessEnv {
  const { contactPoints, localDataCenter } = clientOptions();
  return {
    CASSANDRA_CONTACT_POINTS: contactPoints.join(','),
    CASSANDRA_LOCAL_DC: localDataCenter,
    CASSANDRA_KEYSPACE: keyspace,
    NO_COLOR: '1',
  };
}

/** Runs the sample application's own command line. */
export function runCommand(keyspace: string, ...words: readonly string[]): Promise<Ended> {
  return runNode([join(SAMPLE_APP, 'dist/cli.js'), ...words], environmentOf(keyspace));
}

export interface RunningApp {
  readonly url: string;
  /** What it said until it listened. */
  readonly log: string;
  stop(): Promise<void>;
}

/** Starts the built application in a process of its own; answers when it listens. */
export async function startApp(keyspace: string, environment: NodeJS.ProcessEnv = {}): Promise<RunningApp> {
  const child = spawn(process.execPath, [join(SAMPLE_APP, 'dist/main.js')], {
    env: { ...process.env, ...environmentOf(keyspace), ...environment, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const url = /listening on (\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    const stop = async () => void (child.kill('SIGTERM') && (await exited));
    return { url, log: lines.join('\n'), stop };
  }
  throw new Error(`The sample application ended before it listened:\n${lines.join('\n')}`);
}
