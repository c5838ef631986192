import { Client } from 'cassandra-driver';

/** Runs `work` and answers every statement that any client of the driver was asked to send meanwhile. */
export async function sentStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: string[] = [];
  const original = Client.prototype.execute;
  const spy = jest.spyOn(Client.prototype, 'execute').mockImplementation(function (this: Client, ...args: unknown[]) {
    sent.push(String(args[0]));
    return Reflect.apply(original, this, args) as ReturnType<typeof original>;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return sent;
}

export const isDdl = (cql: string) => /^\s*(create|alter|drop|truncate)/i.test(cql);
