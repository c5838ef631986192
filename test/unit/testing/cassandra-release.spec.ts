import { parseCassandraRelease } from '../../../lib/testing/embedded/cassandra-release.js';

describe('parseCassandraRelease', () => {
  it.each([
    ['4.0.19', '4.0', 11],
    ['4.1.10', '4.1', 11],
    ['5.0.8', '5.0', 17],
    ['6.0-alpha2', '5.0', 17],
  ])('starts %s with the settings of %s on Java %i', (version, recipe, java) => {
    expect(parseCassandraRelease(version)).toMatchObject({ version, recipe });
    expect(parseCassandraRelease(version).javas[0]).toBe(java);
  });

  it('does not offer Java 11 to Cassandra 6', () => {
    expect(parseCassandraRelease('5.0.8').javas).toContain(11);
    expect(parseCassandraRelease('6.0-alpha2').javas).not.toContain(11);
  });

  it.each(['3.11.19', 'latest', '5', '', '5.0.8 --help', '5.0.8/../..', '5.0<x>'])('refuses %p', (version) => {
    expect(() => parseCassandraRelease(version)).toThrow(
      expect.objectContaining({ code: 'COODIE_CASSANDRA_OPTION_INVALID', option: 'version' }),
    );
  });
});
