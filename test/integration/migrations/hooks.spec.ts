import { Module } from '@nestjs/common';
import {
  CoodieMigrationHooks,
  CoodieModule,
  MigrationFailedError,
  MigrationHookError,
  MigrationService,
  type MigrationHooks,
} from '../../../lib/index.js';
import { withModules } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { listening } from '../../support/listening.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { tablesOf } from '../../support/schema-of.js';

const FILE = '20260101_001_first.cql';

describe('migration hooks', () => {
  const keyspace = useKeyspace('hooks');
  const directory = useMigrationsDirectory();

  /** Runs something in an application that has these hooks. */
  function use<T>(hooks: MigrationHooks, work: (migrations: MigrationService) => Promise<T>): Promise<T> {
    @CoodieMigrationHooks()
    class Hooks {}
    Object.assign(Hooks.prototype, hooks);
    class HooksModule {}
    Module({ providers: [Hooks] })(HooksModule);
    const root = CoodieModule.forRoot({
      client: clientOptions(),
      keyspace: keyspace.name,
      migrations: { dir: directory.path },
    });
    return withModules({ imports: [root, HooksModule] }, (app) => work(app.get(MigrationService)));
  }

  beforeEach(() => {
    directory.write(FILE, '-- upgrade\nCREATE TABLE first (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE first;');
  });

  it('are called around a run, each migration and each statement, both ways', async () => {
    const calls: string[] = [];
    const hooks: MigrationHooks = {
      beforeRun: ({ direction, migrations }) => void calls.push(`run ${direction} ${migrations.join()}`),
      beforeMigration: ({ migration }) => void calls.push(`migration ${migration}`),
      beforeStatement: ({ cql }) => void calls.push(`statement ${cql}`),
      afterStatement: ({ cql, milliseconds }) => void calls.push(`done ${cql} ${milliseconds > 0}`),
      afterMigration: ({ migration, error }) => void calls.push(`done ${migration} ${error === undefined}`),
      afterRun: async ({ results, error }) => void calls.push(`done ${results.length} ${error === undefined}`),
    };
    await use(hooks, async (migrations) => {
      await migrations.apply();
      await migrations.rollback();
    });
    expect(calls).toEqual([
      'run upgrade 20260101_001_first',
      'migration 20260101_001_first',
      'statement CREATE TABLE first (id int PRIMARY KEY)',
      'done CREATE TABLE first (id int PRIMARY KEY) true',
      'done 20260101_001_first true',
      'done 1 true',
      'run downgrade 20260101_001_first',
      'migration 20260101_001_first',
      'statement DROP TABLE first',
      'done DROP TABLE first true',
      'done 20260101_001_first true',
      'done 1 true',
    ]);
  });

  it.each(['beforeRun', 'beforeMigration', 'beforeStatement'] as const)(
    'stop the run before anything has happened: %s',
    async (hook) => {
      const refuse = () => {
        throw new Error('not on a Friday');
      };
      const error: unknown = await use({ [hook]: refuse }, (migrations) => migrations.apply()).catch(
        (failure: unknown) => failure,
      );
      expect(String(error)).toContain(`Hooks.${hook} stopped the run: not on a Friday`);
      expect(error).toBeInstanceOf(hook === 'beforeStatement' ? MigrationFailedError : MigrationHookError);
      expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('first');
    },
  );

  it('stop the run between two migrations: the second was never begun', async () => {
    const second = '20260101_002_second.cql';
    directory.write(second, 'CREATE TABLE second (id int PRIMARY KEY)');
    const refuse = ({ migration }: { readonly migration: string }) => {
      if (second.startsWith(migration)) throw new Error('one a day');
    };
    await expect(use({ beforeMigration: refuse }, (migrations) => migrations.apply())).rejects.toThrow('one a day');
    const statuses = await use({}, (migrations) => migrations.status());
    expect(statuses.map(({ state }) => state)).toEqual(['applied', 'pending']);
    directory.remove(second);
    await use({}, (migrations) => migrations.rollback());
  });

  it('cannot make undone what is done: what they throw afterwards is only told', async () => {
    const fail = () => Promise.reject(new Error('the pager is off'));
    const hooks = { afterRun: fail, afterMigration: fail, afterStatement: fail };
    const { answer, told } = await use(hooks, (migrations) => listening(migrations, () => migrations.apply()));
    const failures = told.flatMap((progress) =>
      progress.kind === 'hook-failed' ? [`${progress.hook}: ${progress.message}`] : [],
    );
    expect(answer).toHaveLength(1);
    expect(failures).toEqual(Array.from({ length: 3 }, () => 'Hooks: the pager is off'));
    await use({}, (migrations) => migrations.rollback());
  });

  it('are told of a failure', async () => {
    directory.write(FILE, 'CREATE TABLE first (id nowhere PRIMARY KEY);');
    const failures: string[] = [];
    const hooks: MigrationHooks = {
      afterStatement: ({ error }) => void failures.push(`statement: ${String(error)}`),
      afterMigration: ({ error }) => void failures.push(`migration: ${String(error)}`),
      afterRun: ({ error, results }) => void failures.push(`run: ${String(error)} ${results.length}`),
    };
    await expect(use(hooks, (migrations) => migrations.apply())).rejects.toThrow(MigrationFailedError);
    expect(failures).toHaveLength(3);
    expect(failures.every((failure) => failure.includes('nowhere'))).toBe(true);
  });
});
