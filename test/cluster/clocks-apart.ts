import { MigratedKeyspace, type Cluster } from '../support/cluster.js';

const NAME = '20260101_001_people';
const UPGRADE = [
  'CREATE TABLE people (id int PRIMARY KEY, name text)',
  "INSERT INTO people (id, name) VALUES (1, 'Ann')",
];
const DOWNGRADE = ['DELETE FROM people WHERE id = 1', 'DROP TABLE people'];
const SCRIPT = `-- upgrade\n${UPGRADE.join(';\n')};\n-- downgrade\n${DOWNGRADE.join(';\n')};`;

const AHEAD = { clockAhead: 600_000 };
const RIGHT = {};

export function clocksApart(cluster: Cluster): void {
  describe('two runners with clocks ten minutes apart', () => {
    it('see what the other one did, whoever is ahead', () =>
      MigratedKeyspace.with(cluster, 'clocks_in_turn', async (keyspace) => {
        keyspace.write(`${NAME}.cql`, SCRIPT);
        const turns = [
          ['apply', AHEAD],
          ['rollback', RIGHT],
          ['apply', RIGHT],
          ['rollback', AHEAD],
          ['apply', RIGHT],
        ] as const;
        for (const [command, clock] of turns) {
          keyspace.forgetSent();
          expect((await keyspace.run([command, '--json'], clock)).code).toBe(0);
          expect(keyspace.sent()).toEqual(command === 'apply' ? UPGRADE : DOWNGRADE);
        }
        const status = await keyspace.run(['status', '--check', '--json'], AHEAD);
        expect(JSON.parse(status.stdout)).toMatchObject({ migrations: [{ state: 'applied' }], problems: [] });
        expect(await keyspace.rows('SELECT name FROM people')).toMatchObject([{ name: 'Ann' }]);
      }));

    it('exclude each other', () =>
      MigratedKeyspace.with(cluster, 'clocks_at_once', async (keyspace) => {
        keyspace.write(`${NAME}.cql`, SCRIPT);
        const args = ['apply', '--json', '--lock-wait', '120', '--lock-ttl', '30'];
        const ended = await Promise.all([keyspace.run(args, AHEAD), keyspace.run(args, RIGHT)]);
        expect(ended.map(({ code }) => code)).toEqual([0, 0]);
        expect(keyspace.sent()).toEqual(UPGRADE);
        expect(await keyspace.events()).toEqual(['applied']);
      }));
  });
}
