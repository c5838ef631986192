import { startInRounds, useFleet } from '../support/fleet.js';
import { MigratedKeyspace, type Cluster } from '../support/cluster.js';
import type { Ended } from '../support/run-node.js';
import { NAME, SCRIPT, UPGRADE } from './ten-statements.js';

const RUNNERS = 20;

export function manyRunners(cluster: Cluster): void {
  describe('twenty runners at once', () => {
    it('one applies everything; those that wait find nothing to do, the others say that the lock is held', () =>
      MigratedKeyspace.with(cluster, 'many_runners', async (keyspace) => {
        keyspace.write(`${NAME}.cql`, SCRIPT);
        const ended = await Promise.all(
          Array.from({ length: RUNNERS }, (_, number) => {
            const wait = number % 2 === 0 ? '120' : '0';
            return keyspace.run(['apply', '--json', '--lock-wait', wait]).then((end) => ({ ...end, wait }));
          }),
        );
        const patient = ended.filter(({ wait }) => wait === '120');
        expect(patient.filter(({ code }) => code !== 0)).toEqual([]);
        expect(ended.filter(({ code }) => code !== 0 && code !== 4)).toEqual([]);
        expect(ended.flatMap(appliedBy)).toEqual([NAME]);
        expect(keyspace.sent()).toEqual(UPGRADE);
        expect(await keyspace.events()).toEqual(['applied']);
        expect(await keyspace.rows('SELECT owner FROM "_coodie_migrations_lock"')).toEqual([]);
      }));
  });

  describe('twenty applications that start at once on an empty keyspace of three nodes', () => {
    const fleet = useFleet(RUNNERS);

    it.each([
      ['clients', true],
      ['client_options', false],
    ])('with %s all come up, and one applies the migration', async (kind, own) => {
      const failures = await startInRounds(fleet, {
        own,
        client: cluster.cassandra.clientOptions,
        withKeyspace: (round, work) =>
          MigratedKeyspace.with(cluster, `many_${kind}_${round}`, async (keyspace) => {
            keyspace.write(`${NAME}.cql`, 'CREATE TABLE people (id int PRIMARY KEY)');
            await work(keyspace.name, keyspace.directory);
            expect(await keyspace.events()).toEqual(['applied']);
          }),
      });
      expect(failures).toEqual([]);
    });
  });
}

function appliedBy({ code, stdout }: Ended): readonly string[] {
  if (code !== 0) return [];
  const { migrations } = JSON.parse(stdout) as { readonly migrations: readonly { readonly name: string }[] };
  return migrations.map(({ name }) => name);
}
