import { errors, types } from 'cassandra-driver';
import { hintFor, inWords } from '../../../lib/session/describe-driver-error.js';
import { Heartbeats } from '../../../lib/session/driver/heartbeats.js';
import { replicationProblem } from '../../../lib/session/driver/replication-problem.js';
import { ConnectionFailedError } from '../../../lib/session/errors.js';
import { explainConnectError } from '../../../lib/session/driver/explain-connect-error.js';

const CODES = types.responseErrorCodes;
const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:9042'), { code: 'ECONNREFUSED' });
const tls = Object.assign(new Error('error:0A00010B:SSL routines'), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
const unavailable = new errors.ResponseError(CODES.unavailableException, 'Not enough replicas available');
const overloaded = new errors.ResponseError(CODES.readFailure, 'Server failure during read query');
const none = (inner: object) => new errors.NoHostAvailableError(inner, undefined as unknown as string);

describe('an error of the driver in words', () => {
  it.each<[string, unknown, string, string | undefined]>([
    [
      'a refused connection',
      none({ 'a:1': refused }),
      'No host of the cluster answers.\n  a:1   connection refused',
      undefined,
    ],
    [
      'TLS against a plain port',
      none({ 'a:1': tls }),
      'the TLS handshake failed (ERR_SSL_WRONG_VERSION_NUMBER)',
      'sslOptions',
    ],
    ['too few replicas', none({ 'a:1': unavailable }), 'No host could do what it was asked.', 'must be 1'],
    ['an overloaded host', overloaded, 'Server failure during read query', 'could not serve the request'],
    ['a host that is down', none({ 'a:1': 'Host considered as DOWN' }), 'the driver holds it to be down', undefined],
    ['anything else', new Error('what it says'), 'what it says', undefined],
  ])('%s', (_, error, words, hint) => {
    expect(inWords(error)).toContain(words);
    expect(inWords(error)).not.toMatch(/innerErrors|\n\s+at /);
    expect(hintFor(error) ?? 'none').toContain(hint ?? 'none');
  });

  it('does not ask whether Cassandra runs where a host answered', () => {
    const explained = explainConnectError(none({ 'a:1': overloaded }), { keyspace: 'shop' });
    expect(explained).toBeInstanceOf(ConnectionFailedError);
    expect(explained.message).toContain('can serve this client');
    expect(explained.hint).not.toContain('Is Cassandra running');
  });
});

describe('a replication', () => {
  const two = new Map([
    ['dc1', 3],
    ['dc2', 1],
  ]);

  it.each<[Readonly<Record<string, string | number>>, string | undefined]>([
    [{ class: 'NetworkTopologyStrategy', dc1: 3 }, undefined],
    [{ class: 'NetworkTopologyStrategy', dc1: 3, dc2: 2 }, undefined],
    [{ class: 'NetworkTopologyStrategy', dc1: '3', dc2: '5' }, 'need 5 of 8 replicas'],
    [{ class: 'NetworkTopologyStrategy', replication_factor: 3 }, undefined],
    [{ class: 'org.apache.cassandra.locator.SimpleStrategy', replication_factor: 9 }, 'need 5 of 9 replicas'],
    [{ class: 'NetworkTopologyStrategy', dc3: 1 }, 'there is no data centre dc3; the cluster has dc1 with 3 hosts'],
    [{ class: 'com.example.OwnStrategy', copies: 99 }, undefined],
  ])('%j', (replication, problem) => {
    expect(replicationProblem(replication, two) ?? 'none').toContain(problem ?? 'none');
  });
});

describe('the heartbeat of a host', () => {
  const clock = { now: 0 };
  const heartbeats = new Heartbeats(() => clock.now);

  it('tells a live host from a dead one, and takes longer where a connection is still possible', () => {
    heartbeats.note('a', '1');
    expect(heartbeats.lifeOf('a', true)).toBe('unknown');
    clock.now = 3_500;
    expect([heartbeats.lifeOf('a', true), heartbeats.lifeOf('a', false)]).toEqual(['unknown', 'down']);
    heartbeats.note('a', '2');
    expect(heartbeats.lifeOf('a', false)).toBe('alive');
    clock.now = 12_000;
    expect(heartbeats.lifeOf('a', true)).toBe('down');
    expect(heartbeats.lifeOf('removed', true)).toBe('down');
  });
});
