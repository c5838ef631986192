import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'node:net';
import { installFromDebian } from './debian.js';
import { freePort } from './free-port.js';

/** A server of Redis that a suite has for itself, without persistence. */
export interface RedisServer {
  readonly port: number;
  /** Sends one command without arguments, such as FLUSHALL. */
  send(command: string): Promise<string>;
  /** Kills it: everything in it is lost. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** @throws Error where there is no redis-server, which root on Debian gets installed */
export async function startRedis(): Promise<RedisServer> {
  ensureInstalled();
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await send(port, 'PING').catch(() => '');
      if (answer.startsWith('+PONG')) return;
      await delay(100);
    }
    throw new Error('redis-server does not answer.');
  };
  const kill = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  return { port, send: (command) => send(port, command), kill, start };
}

function ensureInstalled(): void {
  const isThere = () => spawnSync('redis-server', ['--version']).status === 0;
  if (isThere()) return;
  try {
    installFromDebian('redis-server');
  } catch (cause) {
    const problem = 'The tests of workers start and kill a Redis of their own: put redis-server into the PATH.';
    throw new Error(problem, { cause });
  }
  if (!isThere()) throw new Error('The package redis-server has left no redis-server in the PATH.');
}

async function send(port: number, command: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  } finally {
    socket.destroy();
  }
}
