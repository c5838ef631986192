import { Client, type ClientOptions } from 'cassandra-driver';

/** Gives `work` a client that is shut down afterwards. */
export async function connected<T>(options: ClientOptions, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(options);
  try {
    return await work(client);
  } finally {
    await client.shutdown();
  }
}
