import { Client } from 'cassandra-driver';

type Execute = (this: Client, ...args: readonly unknown[]) => unknown;

/** Runs `work` and answers every statement that any client of the driver was asked to send meanwhile. */
export async function sentStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: string[] = [];
  // The driver overloads `execute` with a callback: what it takes does not matter here.
  const prototype = Client.prototype as unknown as { execute: Execute };
  const original = prototype.execute;
  prototype.execute = function (...args) {
    sent.push(String(args[0]));
    return Reflect.apply(original, this, args);
  };
  try {
    await work();
  } finally {
    prototype.execute = original;
  }
  return sent;
}

export const isDdl = (cql: string): boolean => /^\s*(create|alter|drop|truncate)/i.test(cql);
