import type { Client } from 'cassandra-driver';

interface Closable {
  close(callback: () => void): void;
}

/**
 * Closes what a failed connect leaves open: a driver that has reached a host and then finds its options wrong keeps that
 * socket, and with it the process, even after `shutdown()` (4.10.0). None of this is in the driver's typings.
 */
export function abandon(client: Client): void {
  const { controlConnection } = client as unknown as { controlConnection?: { connection?: Closable | null } };
  controlConnection?.connection?.close(() => {});
}
