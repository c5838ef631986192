import { MigrationService, RollbackOutdatedError, type RollbackOptions } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

const NAMES = ['20260101_001_one', '20260101_002_two', '20260101_003_three'];

describe('rollbacks that meet', () => {
  const keyspace = useKeyspace('rollbacks');
  const directory = useMigrationsDirectory();

  function use<T>(work: (migrations: MigrationService) => Promise<T>): Promise<T> {
    return withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  }
  const rollback = (options: RollbackOptions) =>
    use(async (migrations) => (await migrations.rollback({ lockWait: 20, ...options })).map(({ name }) => name));
  const applied = () =>
    use(async (migrations) =>
      (await migrations.status()).filter(({ state }) => state === 'applied').map(({ name }) => name),
    );

  beforeAll(() => {
    for (const name of NAMES) {
      const table = name.slice(13);
      directory.write(
        `${name}.cql`,
        `-- upgrade\nCREATE TABLE ${table} (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE ${table};`,
      );
    }
  });

  beforeEach(() => use((migrations) => migrations.apply()));

  it('roll back one step once: the one that waited is refused', async () => {
    const outcomes = await Promise.allSettled([rollback({ steps: 1 }), rollback({ steps: 1 })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refusal: unknown = outcomes.find(({ status }) => status === 'rejected');
    expect(refusal).toMatchObject({ reason: expect.any(RollbackOutdatedError) });
    expect(await applied()).toEqual(NAMES.slice(0, 2));
  });

  it('both come to the same target', async () => {
    const target = NAMES[0];
    const done = await Promise.all([rollback({ target }), rollback({ target })]);
    expect(done.flat().toSorted()).toEqual(NAMES.slice(1));
    expect(await applied()).toEqual(NAMES.slice(0, 1));
  });

  it('roll back nothing that nobody has looked at', async () => {
    await expect(rollback({ steps: 2, expected: NAMES.slice(1, 2) })).rejects.toThrow(
      `now      ${NAMES[2]}, ${NAMES[1]}`,
    );
    expect(await applied()).toEqual(NAMES);
    expect(await rollback({ steps: 2, expected: NAMES.slice(1) })).toEqual([NAMES[2], NAMES[1]]);
  });
});
