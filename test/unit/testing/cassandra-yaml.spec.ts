import { parseCassandraRelease } from '../../../lib/testing/embedded/cassandra-release.js';
import { type NodePlace, type NodeWishes, renderCassandraYaml } from '../../../lib/testing/embedded/cassandra-yaml.js';

const place = { index: 0, addresses: ['127.0.0.1'], port: 19042, storagePort: 17000 };

function yaml(version: string, wishes: NodeWishes = {}, where: NodePlace = place): Record<string, unknown> {
  return JSON.parse(renderCassandraYaml(parseCassandraRelease(version), where, wishes)) as Record<string, unknown>;
}

describe('renderCassandraYaml', () => {
  it.each(['4.1.10', '5.0.8', '6.0-alpha2'])('uses the names of 4.1 and later for %s', (version) => {
    expect(yaml(version)).toMatchObject({ materialized_views_enabled: true, user_defined_functions_enabled: true });
    expect(yaml(version)).toMatchObject({ sasi_indexes_enabled: true, commitlog_segment_size: '5MiB' });
    expect(yaml(version)).not.toHaveProperty('enable_materialized_views');
  });

  it('uses the old names for 4.0', () => {
    expect(yaml('4.0.19')).toMatchObject({ enable_materialized_views: true, enable_user_defined_functions: true });
    expect(yaml('4.0.19')).toMatchObject({ enable_sasi_indexes: true, commitlog_segment_size_in_mb: 5 });
    expect(yaml('4.0.19')).not.toHaveProperty('materialized_views_enabled');
  });

  it.each([
    ['4.0.19', false],
    ['4.1.10', false],
    ['5.0.8', true],
  ])('%s masks data: %p', (version, masks) => {
    expect('dynamic_data_masking_enabled' in yaml(version)).toBe(masks);
  });

  it.each([
    ['4.0.19', { commitlog_sync_period_in_ms: 10_000 }],
    ['4.1.10', { commitlog_sync_period: '10000ms' }],
    ['5.0.8', { commitlog_sync_period: '10000ms' }],
  ])('%s writes each change down before it says so, unless it is to be fast', (version, period) => {
    expect(yaml(version)).toMatchObject({ commitlog_sync: 'batch' });
    expect(yaml(version)).not.toMatchObject(period);
    expect(yaml(version)).not.toHaveProperty('commitlog_compression');
    expect(yaml(version, { fast: true })).toMatchObject({
      commitlog_sync: 'periodic',
      commitlog_compression: [{ class_name: 'LZ4Compressor' }],
      ...period,
    });
  });

  it('gives each node its address, the common seed and an even part of the ring', () => {
    const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
    const nodes = addresses.map((_, index) => yaml('5.0.8', {}, { ...place, index, addresses }));
    expect(nodes.map((node) => node['initial_token'])).toEqual([
      '-9223372036854775808',
      '-3074457345618258603',
      '3074457345618258602',
    ]);
    expect(nodes.map((node) => node['rpc_address'])).toEqual(addresses);
    expect(nodes.map((node) => node['listen_address'])).toEqual(addresses);
    const seeds = nodes.map((node) => JSON.stringify(node['seed_provider']));
    expect(new Set(seeds).size).toBe(1);
    expect(seeds[0]).toContain('127.0.0.1:17000');
  });

  it('makes every node tell its data centre to the others only where one is named', () => {
    expect(yaml('5.0.8')).toMatchObject({ endpoint_snitch: 'SimpleSnitch' });
    expect(yaml('5.0.8', {}, { ...place, dataCenter: 'east' })).toMatchObject({
      endpoint_snitch: 'GossipingPropertyFileSnitch',
    });
  });

  it('asks for a password only where it was wished', () => {
    expect(yaml('5.0.8')).not.toHaveProperty('authenticator');
    expect(yaml('5.0.8', { authentication: true })).toMatchObject({
      authenticator: 'PasswordAuthenticator',
      authorizer: 'CassandraAuthorizer',
    });
  });

  it('encrypts with the key files given', () => {
    const clientEncryption = { keystore: '/keys/server.p12', keystorePassword: 'secret' };
    expect(yaml('5.0.8', { clientEncryption })['client_encryption_options']).toEqual({
      enabled: true,
      optional: false,
      keystore: '/keys/server.p12',
      keystore_password: 'secret',
      require_client_auth: false,
    });
    const strict = { ...clientEncryption, truststore: '/keys/trust.p12', requireClientCertificate: true };
    expect(yaml('5.0.8', { clientEncryption: strict })['client_encryption_options']).toMatchObject({
      truststore: '/keys/trust.p12',
      require_client_auth: true,
    });
  });

  it('lets the settings of the caller win, and undefined take a key out', () => {
    const settings = { num_tokens: 4, cdc_enabled: true, disk_access_mode: undefined };
    expect(yaml('5.0.8', { settings })).toMatchObject({ num_tokens: 4, cdc_enabled: true });
    expect(yaml('5.0.8', { settings })).not.toHaveProperty('disk_access_mode');
  });
});
