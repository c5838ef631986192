import { isReady, seesPeer } from '../../../lib/testing/embedded/cassandra-log.js';

const SERVING =
  'INFO  [main] 2026-11-22 Server.java:189 - Starting listening for CQL clients on /127.0.0.1:19042 (unencrypted)...';
const FIRST_USER = "INFO  [OptionalTasks:1] CassandraRoleManager.java:484 - Created default superuser role 'cassandra'";
const up = (host: string) => `INFO  [GossipStage:1] Gossiper.java:1473 - InetAddress /${host}:17000 is now UP`;
const down = (host: string) => `INFO  [GossipTasks:1] Gossiper.java:1489 - InetAddress /${host}:17000 is now DOWN`;

describe('isReady', () => {
  const nobody = { firstUser: false, peers: [] };
  const both = { firstUser: false, peers: ['127.0.0.2', '127.0.0.3'] };

  it.each([
    ['an empty log', [], nobody, false],
    ['a node that serves', [SERVING], nobody, true],
    ['a node that has no first user yet', [SERVING], { ...nobody, firstUser: true }, false],
    ['a node with its first user', [SERVING, FIRST_USER], { ...nobody, firstUser: true }, true],
    ['a node that sees one of two peers', [SERVING, up('127.0.0.2')], both, false],
    ['a node that sees both', [up('127.0.0.3'), SERVING, up('127.0.0.2')], both, true],
  ])('%s', (_, lines, readiness, ready) => expect(isReady(lines.join('\n'), readiness)).toBe(ready));
});

describe('seesPeer', () => {
  it.each([
    ['up', [up('127.0.0.2')], true],
    ['gone', [up('127.0.0.2'), down('127.0.0.2')], false],
    ['back', [up('127.0.0.2'), down('127.0.0.2'), up('127.0.0.2')], true],
    ['another one', [up('127.0.0.22')], false],
  ])('believes the last word: %s', (_, lines, seen) => expect(seesPeer(lines.join('\n'), '127.0.0.2')).toBe(seen));
});
