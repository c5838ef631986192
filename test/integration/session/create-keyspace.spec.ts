import { Client } from 'cassandra-driver';
import { randomUUID } from 'node:crypto';
import { ReplicationError } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';

describe('createKeyspace with a replication that the cluster cannot serve', () => {
  const keyspace = useKeyspace('replication');

  it.each([
    ['more replicas than hosts', { class: 'NetworkTopologyStrategy', datacenter1: 3 }, 'need 2 of 3 replicas'],
    ['the same of a simple strategy', { class: 'SimpleStrategy', replication_factor: 3 }, 'datacenter1 with 1 host'],
    ['an unknown data centre', { class: 'NetworkTopologyStrategy', dc9: 1 }, 'there is no data centre dc9'],
  ])('%s: says so, for options and for a client, and creates nothing', async (_, replication, text) => {
    const name = `never_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const given = new Client(clientOptions());
    for (const client of [clientOptions(), given]) {
      const error: unknown = await withApplication(
        { client, keyspace: name, createKeyspace: { replication } },
        [],
        async () => {},
      ).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(ReplicationError);
      expect(error).toMatchObject({ message: expect.stringContaining(text) as string, keyspace: name });
    }
    await given.shutdown();
    const query = 'SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?';
    expect((await keyspace.client.execute(query, [name], { prepare: true })).rows).toEqual([]);
  });

  it('a host that cannot be looked up is named', async () => {
    const client = { contactPoints: ['no-such-host.invalid'], localDataCenter: 'datacenter1' };
    const failed = withApplication({ client, keyspace: 'any', connect: { attempts: 1 } }, [], async () => {});
    await expect(failed).rejects.toThrow('no-such-host.invalid   no such host');
  });
});
