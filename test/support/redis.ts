import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { redisLauncher, type RedisLauncher } from './redis-launcher.js';

export interface RedisAddress {
  /** Options of a connection of BullMQ. */
  readonly connection: { readonly host: string; readonly port: number } | { readonly url: string };
  /** Kills it for good, if it is the suite's own. */
  end(): Promise<void>;
}

/** A server of Redis that a suite has for itself. */
export interface RedisServer extends RedisAddress {
  readonly port: number;
  /** Sends one command as a line, such as `FLUSHALL`; answers the reply as it comes. */
  send(command: string): Promise<string>;
  /** Starts it again after a kill, at the same port and with what was persisted. */
  start(): Promise<void>;
  /** Kills it: what is not persisted is lost. */
  kill(): Promise<void>;
}

export interface RedisOptions {
  /** Whether it writes an append-only file; without persistence by default. */
  readonly persist?: boolean;
  /** Further options of redis-server. */
  readonly options?: readonly string[];
  /** Whether it is started by `start` only. */
  readonly later?: boolean;
}

/**
 * A server for a suite that only uses Redis, and does not kill it: its own, or that of REDIS_URL.
 * @throws Error that says how to get one
 */
export async function reachRedis(): Promise<RedisAddress> {
  const url = process.env['REDIS_URL'];
  try {
    return await startRedis();
  } catch (error) {
    if (url === undefined) throw error;
    return { connection: { url }, end: () => Promise.resolve() };
  }
}

/** @throws Error that says how to get one */
export async function startRedis({
  persist = false,
  options = [],
  later = false,
}: RedisOptions = {}): Promise<RedisServer> {
  const launcher = redisLauncher();
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'redis-'));
  const persistence = ['--save', '', '--appendonly', persist ? 'yes' : 'no'];
  const server = new OwnRedis(launcher, { port, directory, options: [...persistence, ...options] });
  if (!later) await server.start();
  return server;
}

class OwnRedis implements RedisServer {
  private child: ChildProcess | undefined;
  readonly port: number;
  readonly connection: { readonly host: string; readonly port: number };

  constructor(
    private readonly launcher: RedisLauncher,
    private readonly place: { readonly port: number; readonly directory: string; readonly options: readonly string[] },
  ) {
    this.port = place.port;
    this.connection = { host: '127.0.0.1', port: place.port };
  }

  async start(): Promise<void> {
    const [program, ...parameters] = this.launcher.command(this.place);
    this.child = spawn(program, parameters, { stdio: 'ignore' });
    for (let tries = 0; tries < 300; tries += 1) {
      // One that wants a password, or reads its data, is there, too.
      const answer = await this.send('PING').catch(() => '');
      if (/^[+-]/.test(answer)) return;
      await delay(100);
    }
    throw new Error(`${this.launcher.name} does not answer.`);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    this.launcher.kill(child, this.place);
    await ended;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.place.directory, { recursive: true, force: true });
  }

  async send(command: string): Promise<string> {
    const socket = createConnection(this.port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.write(`${command}\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return answer.toString();
    } finally {
      socket.destroy();
    }
  }
}
