import { spawnSync, type ChildProcess } from 'node:child_process';
import { installFromDebian } from './debian.js';

/** A way to run a server of Redis on this machine. */
export interface RedisLauncher {
  readonly name: string;
  /** The command of a server that stays in the foreground. */
  command(server: RedisPlace): readonly [string, ...string[]];
  kill(child: ChildProcess, server: RedisPlace): void;
}

export interface RedisPlace {
  readonly port: number;
  /** Where it keeps what it persists. */
  readonly directory: string;
  readonly options: readonly string[];
}

const IMAGE = 'redis:7-alpine';

const ofPath: RedisLauncher = {
  name: 'redis-server',
  command: ({ port, directory, options }) => ['redis-server', '--port', String(port), '--dir', directory, ...options],
  kill: (child) => child.kill('SIGKILL'),
};

const ofDocker: RedisLauncher = {
  name: `${IMAGE} in Docker`,
  command: ({ port, directory, options }) => {
    const run = [
      'run',
      '--rm',
      '--name',
      nameOf(port),
      '-p',
      `127.0.0.1:${port}:6379`,
      '-v',
      `${directory}:/data`,
      IMAGE,
    ];
    return ['docker', ...run, 'redis-server', ...options];
  },
  kill: (_, { port }) => void spawnSync('docker', ['kill', nameOf(port)]),
};

const nameOf = (port: number): string => `coodie-redis-${port}`;

/** @throws Error that says how to get one */
export function redisLauncher(): RedisLauncher {
  if (works('redis-server', '--version')) return ofPath;
  let cause: unknown;
  try {
    installFromDebian('redis-server');
    if (works('redis-server', '--version')) return ofPath;
  } catch (error) {
    cause = error;
  }
  if (works('docker', 'image', 'inspect', IMAGE) || works('docker', 'pull', '--quiet', IMAGE)) return ofDocker;
  throw new Error(WAYS, { cause });
}

const WAYS =
  'The tests of workers need a Redis of their own, which they start and kill. Put redis-server into the PATH, or run them ' +
  `as root on Debian, which installs the package redis-server, or start Docker (${IMAGE}). With REDIS_URL alone, those run that kill no Redis.`;

function works(program: string, ...parameters: readonly string[]): boolean {
  return spawnSync(program, parameters, { stdio: 'ignore' }).status === 0;
}
