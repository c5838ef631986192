import { randomInt } from 'node:crypto';
import { createConnection, createServer } from 'node:net';

import { LoopbackAddressMissingError } from './embedded-cassandra-error.js';

/** Below the range from which systems choose ports for outgoing connections, so that none takes ours before the server does. */
const LOWEST_PORT = 11_000;
const HIGHEST_PORT = 32_000;

/** A port that is free on every address. @throws LoopbackAddressMissingError if an address is not of this machine */
export async function findFreePort(addresses: readonly string[]): Promise<number> {
  const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
  const free = await Promise.all(addresses.map((address) => isFree(address, port)));
  return free.every(Boolean) ? port : findFreePort(addresses);
}

export async function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRNOTAVAIL') reject(new LoopbackAddressMissingError(address, error));
      else resolve(false);
    });
    server.listen({ host: address, port }, () => server.close(() => resolve(true)));
  });
}
