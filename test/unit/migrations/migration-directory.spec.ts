import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'cassandra-driver';
import { MigrationDirectoryMissingError } from '../../../lib/index.js';
import { MigrationDirectory, type DirectoryContext } from '../../../lib/migrations/source/migration-directory.js';
import { settingsOf } from '../../../lib/nest/settings.js';

describe('a directory of migrations', () => {
  const project = mkdtempSync(join(tmpdir(), 'coodie-directory-'));
  const { argv } = process;
  afterEach(() => {
    process.argv = argv;
    rmSync(join(project, 'dist'), { recursive: true, force: true });
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const write = (...files: readonly string[]): void => {
    for (const file of files) {
      mkdirSync(dirname(join(project, file)), { recursive: true });
      writeFileSync(
        join(project, file),
        file.endsWith('.json') ? '{ "compilerOptions": { "outDir": "./dist" } }' : '-- x',
      );
    }
  };
  const list = (directory: string, context?: DirectoryContext) =>
    new MigrationDirectory(directory, async (migration) => new migration(), context).list();
  const migrations = (options: object, cli?: object) => {
    const client = Object.create(Client.prototype) as Client;
    return settingsOf({ client, keyspace: 'k', migrations: options }, 'default', cli).migrations;
  };

  it.each([
    [{ dir: 'migrations', baseDir: '/app/dist' }, undefined, '/app/dist/migrations'],
    [{ baseDir: '/app/dist' }, undefined, '/app/dist/migrations'],
    [{ dir: '../migrations', baseDir: '/app/dist' }, undefined, '/app/migrations'],
    [{ dir: '/elsewhere', baseDir: '/app/dist' }, undefined, '/elsewhere'],
    [{ dir: 'migrations' }, undefined, 'migrations'],
    [{ dir: 'migrations', baseDir: '/app/dist' }, { migrationsDir: 'src/migrations' }, 'src/migrations'],
  ])('of the options %j and the command line %j is %s', (options, cli, dir) => {
    expect(migrations(options, cli).dir).toBe(dir);
  });

  it.each(['dist', '', 'file:///app/dist', 7])('is not relative to %j: baseDir is an absolute path', (baseDir) => {
    expect(() => migrations({ baseDir })).toThrow('migrations.baseDir must be an absolute path');
  });

  it('that does not exist is named with the options that name it', async () => {
    const { dir, dirOptions } = migrations({ dir: 'migrations', baseDir: join(project, 'dist') });
    const error = list(dir, { options: dirOptions });
    await expect(error).rejects.toBeInstanceOf(MigrationDirectoryMissingError);
    await expect(error).rejects.toMatchObject({
      message: `There is no migrations directory ${join(project, 'dist/migrations')} (migrations.dir "migrations" in migrations.baseDir "${join(project, 'dist')}").`,
      hint: expect.stringContaining('Create it'),
    });
  });

  it('is not explained by a bundled script of a package, such as a test runner', async () => {
    write('node_modules/runner/worker.js');
    writeFileSync(join(project, 'node_modules/runner/worker.js'), 'var __webpack_modules__ = {};\n');
    process.argv = [argv[0] ?? '', join(project, 'node_modules/runner/worker.js')];
    await expect(list(join(project, 'dist/migrations'))).rejects.toMatchObject({
      hint: expect.stringContaining('Create it'),
    });
  });

  it.each(['dist/main.js', 'dist/main'])('that a bundle lacks is explained: %s', async (script) => {
    write('dist/main.js');
    writeFileSync(join(project, 'dist/main.js'), 'var __webpack_modules__ = {};\n');
    process.argv = [argv[0] ?? '', join(project, script)];
    await expect(list(join(project, 'dist/migrations'))).rejects.toMatchObject({
      hint: expect.stringMatching(/dist\/main is a bundle|dist\/main\.js is a bundle/),
    });
  });

  it('warns once of migrations that the build has left out', async () => {
    write('tsconfig.json', 'src/migrations/20260101_001_a.cql', 'dist/migrations/20260101_001_a.cql');
    const warnings: string[] = [];
    const context = { warn: (message: string) => void warnings.push(message) };
    await list(join(project, 'dist/migrations'), context);
    expect(warnings).toEqual([]);
    write('src/migrations/20260102_001_b.ts', 'src/migrations/readme.txt');
    const directory = new MigrationDirectory(join(project, 'dist/migrations'), async (m) => new m(), context);
    await directory.list();
    await directory.list();
    expect(warnings).toEqual([
      expect.stringMatching(
        /src\/migrations has migrations that .*dist\/migrations lacks: 20260102_001_b\.ts\. They are not run/,
      ),
    ]);
  });
});
