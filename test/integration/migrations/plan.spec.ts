import { parsePlan } from '../../../lib/core/history/migration-plan.js';
import { InvalidPlanError, MigrationService, PlanOutdatedError, type MigrationPlan } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

const FIRST = 'CREATE TABLE first (id int PRIMARY KEY, a int);\nCREATE INDEX first_idx ON first (a);';

describe('a plan', () => {
  const keyspace = useKeyspace('plan');
  const directory = useMigrationsDirectory();
  const use = <T>(work: (migrations: MigrationService) => Promise<T>) =>
    withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      work(app.get(MigrationService)),
    );
  const made = () => use((migrations) => migrations.plan());
  const applied = (plan: MigrationPlan) => use((migrations) => migrations.apply({ plan }));

  async function differencesOf(plan: MigrationPlan): Promise<readonly string[]> {
    const error: unknown = await applied(plan).catch((failure: unknown) => failure);
    if (!(error instanceof PlanOutdatedError)) throw new Error(`expected a PlanOutdatedError, not ${String(error)}`);
    return error.differences;
  }

  beforeEach(() => {
    directory.write('20260101_001_first.cql', FIRST);
    directory.write(
      '20260102_001_code.ts',
      `export default class { async upgrade(ctx) { await ctx.execute('TRUNCATE first'); } allowDestructive = true }`,
    );
  });

  it('says every statement with its risk, and writes nothing', async () => {
    expect(await made()).toMatchObject({
      version: 1,
      keyspace: keyspace.name,
      target: null,
      migrations: [
        {
          name: '20260101_001_first',
          statements: [
            { cql: 'CREATE TABLE first (id int PRIMARY KEY, a int)', risk: 'safe' },
            { cql: 'CREATE INDEX first_idx ON first (a)', risk: 'costly' },
          ],
        },
        { name: '20260102_001_code', statements: [{ cql: 'TRUNCATE first', risk: 'destructive' }] },
      ],
    });
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual([]);
  });

  it('survives being kept as JSON', async () => {
    const plan = await made();
    expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
  });

  it.each([
    ['', 'no JSON'],
    ['[]', 'no plan'],
    ['{"version":2}', 'no plan'],
    ['{"version":1,"keyspace":"k","target":null,"history":"","schema":"","migrations":[{"name":"a"}]}', 'no plan'],
  ])('that is none is refused: %s', (text, reason) => {
    expect(() => parsePlan(text)).toThrow(InvalidPlanError);
    expect(() => parsePlan(text)).toThrow(reason);
  });

  it('is refused where a file changed, or another came or went', async () => {
    const plan = await made();
    directory.write('20260101_001_first.cql', `${FIRST}\n-- more`);
    directory.write('20260103_001_new.cql', 'CREATE TABLE new (id int PRIMARY KEY);');
    directory.remove('20260102_001_code.ts');
    expect(await differencesOf(plan)).toEqual([
      expect.stringMatching(/^20260101_001_first changed: planned .*, file .*$/),
      '20260102_001_code is in the plan, and not pending now',
      '20260103_001_new is pending now, and not in the plan',
    ]);
    directory.remove('20260103_001_new.cql');
    expect(await tablesOf(keyspace.client, keyspace.name)).toEqual([]);
  });

  it('is refused where the schema changed', async () => {
    const plan = await made();
    await keyspace.client.execute('CREATE TABLE foreign_one (id int PRIMARY KEY)');
    expect(await differencesOf(plan)).toEqual([`the schema of ${keyspace.name} is another one now`]);
  });

  it('is refused in another keyspace', async () => {
    const plan = { ...(await made()), keyspace: 'another' };
    expect(await differencesOf(plan)).toEqual([`the plan is for keyspace another, not ${keyspace.name}`]);
  });

  it('runs as it is, once', async () => {
    const plan = await made();
    expect((await applied(plan)).map(({ name }) => name)).toEqual(['20260101_001_first', '20260102_001_code']);
    expect(await differencesOf(plan)).toContain('other migrations are applied now');
  });

  it('keeps to its target', async () => {
    directory.write('20260201_001_more.cql', 'CREATE TABLE more (id int PRIMARY KEY);');
    directory.write('20260202_001_most.cql', 'CREATE TABLE most (id int PRIMARY KEY);');
    const plan = await use((migrations) => migrations.plan({ target: '20260201' }));
    expect((await applied(plan)).map(({ name }) => name)).toEqual(['20260201_001_more']);
  });
});
