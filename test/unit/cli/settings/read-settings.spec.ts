import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namesKeyspace } from '../../../../lib/cli/settings/checks.js';
import { readSettings, type Reading } from '../../../../lib/cli/settings/read-settings.js';

const READING: Reading = {
  flags: {},
  options: ['keyspace', 'hosts', 'port', 'migrationsDir', 'app', 'lockWait', 'ignore'],
  kind: 'from-settings',
  checks: [],
};

describe('readSettings', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'coodie-config-'));
    mkdirSync(join(directory, 'deep/down'), { recursive: true });
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  const read = (more: Partial<Reading> = {}, environment: NodeJS.ProcessEnv = {}, from = directory) =>
    readSettings({ ...READING, ...more }, { environment, directory: from });

  it('lets flags win over the environment, and the environment over the file', async () => {
    write('coodie.config.json', '{ "keyspace": "file", "port": 1, "lockWait": 3 }');
    const environment = { COODIE_KEYSPACE: 'environment', COODIE_PORT: '2' };
    const settings = await read({ flags: { keyspace: 'flag' } }, environment);
    expect(settings.connection).toMatchObject({ keyspace: 'flag', port: 2 });
    expect(settings.application.lockWait).toBe(3);
  });

  it('finds the file above, and takes its paths as relative to it', async () => {
    write('coodie.config.json', '{ "migrationsDir": "db", "app": "src/app.module.ts" }');
    const { application } = await read({}, {}, join(directory, 'deep/down'));
    expect(application).toMatchObject({ migrationsDir: '../../db', app: '../../src/app.module.ts' });
  });

  it.each([
    ['coodie.config.js', 'module.exports = { keyspace: "catalog" };'],
    ['coodie.config.ts', 'const keyspace: string = "catalog"; export default { keyspace };'],
  ])('reads %s', async (name, text) => {
    write(name, text);
    expect((await read()).connection.keyspace).toBe('catalog');
  });

  it.each([
    ['{ "keyspce": "x" }', ['coodie.config.json: there is no setting keyspce; did you mean keyspace?']],
    ['{ "password": "x" }', ['coodie.config.json: a password does not belong in a file; set COODIE_PASSWORD']],
    ['{ "port": "x" }', ['coodie.config.json: port must be a whole number from 1 to 65535, not "x"']],
    ['[]', ['coodie.config.json: there are no settings in it']],
    [
      '{ "schema": { "ignor": ["x"] } }',
      ['coodie.config.json: there is no setting schema.ignor; did you mean ignore?'],
    ],
    ['{ "schema": ["x"] }', [expect.stringMatching(/^coodie\.config\.json: schema must be an object, such as/)]],
    [
      '{ "ignore": ["x"], "schema": { "ignore": ["y"] } }',
      ['coodie.config.json: ignore and schema.ignore say the same: keep one'],
    ],
    [
      '{ "schema": { "ignore": ["a.b"] } }',
      ['coodie.config.json: schema.ignore must be names, in which * stands for any letters, not ["a.b"]'],
    ],
    ['{ "schema": { "ignore": [7] } }', [expect.stringContaining('schema.ignore must be a list of texts')]],
  ])('refuses the file %s', async (text, problems) => {
    write('coodie.config.json', text);
    await expect(read()).rejects.toMatchObject({ code: 'COODIE_USAGE', problems });
  });

  it.each([
    ['coodie.config.json', '{\n<<<<<<< HEAD\n}', 'coodie.config.json:2:1: '],
    ['coodie.config.mts', 'export default {\n<<<<<<< HEAD\n};', 'coodie.config.mts:2:1: '],
    ['coodie.config.cts', 'module.exports = {\n=======\n};', 'coodie.config.cts:2:1: '],
  ])('names the place of a syntax error: %s', async (file, text, place) => {
    write(file, text);
    await expect(read()).rejects.toMatchObject({ code: 'COODIE_LOAD_FAILED', message: expect.stringContaining(place) });
  });

  it.each([
    ['coodie.config.cjs', 'module.exports = { keyspace: "catalog" };'],
    ['coodie.config.mts', 'export default { keyspace: "catalog" as string };'],
    ['coodie.config.cts', 'export = { keyspace: "catalog" as string };'],
  ])('reads %s', async (file, text) => {
    write(file, text);
    expect((await read()).connection.keyspace).toBe('catalog');
  });

  it.each([
    ['{ "schema": { "ignore": ["audit_*", "old"] } }', {}, ['audit_*', 'old']],
    ['{ "ignore": "audit_*,old" }', {}, ['audit_*', 'old']],
    ['{ "schema": { "ignore": [] } }', {}, []],
    ['{ "schema": { "ignore": ["old"] } }', { COODIE_IGNORE: 'audit_*' }, ['audit_*']],
  ])('reads what is ignored from %s and %j', async (text, environment, ignore) => {
    write('coodie.config.json', text);
    expect((await read({}, environment)).application.ignore).toEqual(ignore);
  });

  it('does not ask the file and the environment about what the application decides', async () => {
    write('coodie.config.json', '{ "app": "x", "hosts": "nonsense:x" }');
    const settings = await read({ kind: 'given' }, { COODIE_PORT: 'x', COODIE_KEYSPACE: 'other' });
    expect(settings.application.app).toBeUndefined();
    expect(settings.connection.keyspace).toBe('other');
  });

  describe('where nothing names an application', () => {
    const SRC = 'src/app.module.ts';
    const DIST = 'dist/app.module.js';
    const files = (...names: readonly string[]) => {
      for (const folder of ['src', 'dist']) mkdirSync(join(directory, folder));
      for (const name of names) write(name, '');
    };
    const needing = { checks: [namesKeyspace] };

    it.each([
      ['the one that is built', [SRC, DIST], {}, DIST],
      ['the one of the sources', [SRC], {}, SRC],
      ['none beside a keyspace', [SRC], { flags: { keyspace: 'catalog' } }, undefined],
      ['the one that is named', [SRC], { flags: { app: 'other.js' } }, 'other.js'],
      ['none for a command that can do without', [SRC], { checks: [] }, undefined],
      ['none for the application of runCli', [SRC], { kind: 'given' as const, checks: [] }, undefined],
    ])('takes %s', async (_, names, more, app) => {
      files(...names);
      expect((await read({ ...needing, ...more })).application.app).toBe(app);
    });

    it('takes none beside a keyspace of the environment', async () => {
      files(SRC);
      expect((await read(needing, { COODIE_KEYSPACE: 'catalog' })).application.app).toBeUndefined();
    });

    it('tells which it has found', async () => {
      files(SRC);
      const told: string[] = [];
      const reading = { ...READING, ...needing };
      await readSettings(reading, { environment: {}, directory, note: (text) => told.push(text) });
      expect(told).toEqual(['Application: src/app.module.ts']);
    });

    it.each([{ hosts: 'db' }, { port: '9043' }])('refuses %j alone, as before', async (flags) => {
      files(SRC);
      await expect(read({ ...needing, flags })).rejects.toThrow('There is no keyspace');
    });
  });
});
