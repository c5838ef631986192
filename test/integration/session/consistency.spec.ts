import { Client, types } from 'cassandra-driver';
import { InvalidOptionsError, MigrationService, type CoodieModuleOptions } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

type Execute = (this: Client, cql: string, ...rest: readonly unknown[]) => unknown;

/** Runs `work` and answers the consistency of each request whose text matches. */
async function consistenciesOf(pattern: RegExp, work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const prototype = Client.prototype as unknown as { execute: Execute };
  const original = prototype.execute;
  prototype.execute = function (cql, ...rest) {
    if (pattern.test(cql)) seen.push((rest[1] as { consistency?: number } | undefined)?.consistency);
    return Reflect.apply(original, this, [cql, ...rest]);
  };
  try {
    await work();
  } finally {
    prototype.execute = original;
  }
  return seen;
}

describe('the consistency of what a migration writes', () => {
  const keyspace = useKeyspace('consistency');
  const directory = useMigrationsDirectory();
  let number = 0;

  beforeAll(() => keyspace.client.execute('CREATE TABLE things (id int PRIMARY KEY)'));

  it.each<[string, Partial<CoodieModuleOptions>, types.consistencies]>([
    ['is LOCAL_QUORUM by default', {}, types.consistencies.localQuorum],
    ['is the one of the options', { consistency: 'quorum' }, types.consistencies.quorum],
  ])('%s', async (_, options, expected) => {
    number += 1;
    directory.write(`20260101_00${number}_things.cql`, `INSERT INTO things (id) VALUES (${number})`);
    const migrations = { dir: directory.path };
    const seen = await consistenciesOf(/^INSERT INTO things/, () =>
      withApplication({ keyspace: keyspace.name, migrations, ...options }, [], (app) =>
        app.get(MigrationService).apply(),
      ),
    );
    expect(seen).toEqual([expected]);
  });

  it('is checked like every option', async () => {
    const options = { keyspace: keyspace.name, consistency: 'LOCAL_QUORUM' as never };
    await expect(withApplication(options, [], async () => {})).rejects.toThrow(InvalidOptionsError);
  });
});
