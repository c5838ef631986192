import type { MigrationEntry } from '../../../lib/core/history/history.js';
import { lintSource } from '../../../lib/migrations/lint-source.js';
import { MigrationClasses, type NamedMigrationClass } from '../../../lib/migrations/source/migration-classes.js';
import { MigrationDirectory } from '../../../lib/migrations/source/migration-directory.js';
import { Migration, type MigrationContext } from '../../../lib/migrations/source/migration.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';

class Destroys extends Migration {
  static readonly migrationName = '20260101_001_destroys';
  override async upgrade(context: MigrationContext): Promise<void> {
    for (const { id } of await context.execute('SELECT id FROM users')) await context.execute('DELETE', [id]);
    await context.execute('TRUNCATE users');
    await context.execute(`DROP TABLE ${context.keyspace}.users`);
    // coodie:allow C301 there are ten users
  }
  override async downgrade(): Promise<void> {}
}

class Fails extends Migration {
  static readonly migrationName = '20260101_002_fails';
  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('TRUNCATE users');
    const [first] = await context.execute('SELECT id FROM users LIMIT 1');
    if (!first) throw new Error('there are no users');
  }
}

class ForEach extends Migration {
  static readonly migrationName = '20260101_005_for_each';
  override async upgrade(context: MigrationContext): Promise<void> {
    // oxlint-disable-next-line typescript/no-misused-promises
    ['TRUNCATE users'].forEach(async (cql) => {
      await context.execute(cql);
    });
  }
}

class NoAwait extends Migration {
  static readonly migrationName = '20260101_006_no_await';
  override async upgrade(): Promise<void> {}
  override async downgrade(context: MigrationContext): Promise<void> {
    // oxlint-disable-next-line typescript/no-floating-promises
    context.execute('TRUNCATE users');
  }
}

class Waits extends Migration {
  static readonly migrationName = '20260101_003_waits';
  override reversible = false;
  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('TRUNCATE users');
    await new Promise(() => {});
  }
}

class Broken extends Migration {
  static readonly migrationName = '20260101_004_broken';
  constructor() {
    super();
    throw new Error('no service');
  }
  override async upgrade(): Promise<void> {}
}

class Backfills extends Migration {
  static readonly migrationName = '20260101_007_backfills';
  override async upgrade(context: MigrationContext): Promise<void> {
    await context.backfill({ table: 'users', columns: ['name'], row: () => undefined });
    await context.execute('ALTER TABLE users DROP name');
  }
  override async downgrade(): Promise<void> {}
}

const lint = async (...classes: readonly NamedMigrationClass[]) => {
  const { findings, ...report } = await lintSource(new MigrationClasses(classes, async (migration) => new migration()));
  return { ...report, findings: findings.map(({ code, message }) => `${code} ${message}`) };
};

describe('lintSource', () => {
  it('lints what code sends when every answer is empty, and heeds its waivers', async () => {
    expect(await lint(Destroys)).toEqual({
      source: 'migrations.classes',
      migrations: 1,
      dryRun: ['Destroys'],
      findings: [
        'C107 drops a table and its data',
        'C244 fails where it is gone already',
        'C107 removes every row of a table',
        'C308 needs every host to be up',
      ],
    });
  });

  it('takes a backfill for no statement of CQL, and lints what follows it', async () => {
    expect((await lint(Backfills)).findings).toEqual(['C107 drops a column and its data']);
  });

  it('notes code that fails, and lints what it sent before', async () => {
    expect((await lint(Fails)).findings).toEqual([
      'C102 upgrade stopped: there are no users',
      'C103 nothing undoes it',
      'C107 removes every row of a table',
      'C308 needs every host to be up',
    ]);
  });

  it.each([ForEach, NoAwait])('finds a statement that nobody waits for: %p', async (migration) => {
    expect((await lint(migration)).findings).toContain('C114 nothing waits for TRUNCATE users');
  });

  it('does not wait for ever', async () => {
    jest.useFakeTimers();
    try {
      const report = lint(Waits);
      await jest.advanceTimersByTimeAsync(10_000);
      expect((await report).findings).toContain('C102 upgrade stopped: it had not ended after 10 s');
    } finally {
      jest.useRealTimers();
    }
  });

  it('says of code that cannot be loaded why', async () => {
    expect((await lint(Broken)).findings).toEqual(['C101 no service']);
  });

  describe('on a directory', () => {
    const directory = useMigrationsDirectory();

    it('reads scripts and code side by side', async () => {
      directory.write('20260101_001_one.cql', 'CREATE TABLE t (id int PRIMARY KEY);\n');
      directory.write(
        '20260101_002_two.ts',
        "export default class { async upgrade(c) { await c.execute('CREATE TABLE t (id int)'); } async downgrade(c) { await c.execute('DROP TABLE t'); } }\n",
      );
      const source = new MigrationDirectory(directory.path, async (migration) => new migration());
      const { dryRun, findings } = await lintSource(source, 'catalog');
      expect(dryRun).toEqual(['20260101_002_two.ts']);
      expect(findings.map(({ code, origin, line, column }) => [code, origin, line, column])).toEqual([
        ['C103', '20260101_001_one.cql', undefined, undefined],
        ['C241', '20260101_002_two.ts', 1, 60],
      ]);
    });
  });

  it('passes on what is no trouble of the migration', async () => {
    const entry: MigrationEntry = { name: '20260101_001_a', kind: 'class', origin: 'A', checksum: '' };
    const load = () => Promise.reject(new TypeError('a bug'));
    await expect(lintSource({ name: 'a', list: async () => [entry], text: async () => '', load })).rejects.toThrow(
      'a bug',
    );
  });
});
