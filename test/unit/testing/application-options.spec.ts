import { Client, ExecutionProfile, policies, types } from 'cassandra-driver';
import { optionsAt } from '../../../lib/testing/keyspace/application-options.js';

const place = { contactPoints: ['127.0.0.1:9142'], localDataCenter: 'datacenter1' };
const client = {
  contactPoints: ['10.0.0.1'],
  localDataCenter: 'prod',
  credentials: { username: 'shop', password: 'secret' },
  policies: { loadBalancing: new policies.loadBalancing.DCAwareRoundRobinPolicy('prod') },
  encoding: { useBigIntAsLong: true },
  queryOptions: { consistency: types.consistencies.localQuorum },
  profiles: [
    new ExecutionProfile('slow', {
      readTimeout: 5000,
      loadBalancing: new policies.loadBalancing.DCAwareRoundRobinPolicy('prod'),
    }),
  ],
};

describe('the options of an application at another place', () => {
  it.each([
    ['options', client],
    ['a client', new Client(client)],
  ])('keep what belongs to the application, and nothing of the other cluster: %s', (_, given) => {
    const options = optionsAt(place, 't_1', {
      client: given,
      keyspace: 'shop',
      connect: { lazy: true },
      naming: 'as-declared',
    });
    expect(Object.keys(options.client).toSorted()).toEqual([
      'contactPoints',
      'encoding',
      'localDataCenter',
      'profiles',
      'queryOptions',
    ]);
    expect(options).toMatchObject({
      keyspace: 't_1',
      naming: 'as-declared',
      client: { ...place, encoding: client.encoding },
    });
    expect(options.connect).toBeUndefined();
    const [slow] = 'profiles' in options.client ? (options.client.profiles ?? []) : [];
    expect([slow?.name, slow?.readTimeout, slow?.loadBalancing]).toEqual(['slow', 5000, undefined]);
  });

  it.each([
    [{}, 'sync', undefined],
    [{ schema: { onBootstrap: 'off' } }, 'sync', undefined],
    [{ schema: { onBootstrap: 'verify' }, migrations: { dir: 'm' } }, 'verify', 'apply'],
    [{ schema: { onBootstrap: 'off' }, migrations: { dir: 'm', onBootstrap: 'off' } }, 'off', 'apply'],
    [{ migrations: { dir: 'm', onBootstrap: 'verify' } }, 'sync', 'apply'],
    [undefined, 'sync', undefined],
  ] as const)('fill the new keyspace: %j', (given, schema, migrations) => {
    const options = optionsAt(place, 't_1', given);
    expect([options.schema?.onBootstrap, options.migrations?.onBootstrap]).toEqual([schema, migrations]);
  });
});
