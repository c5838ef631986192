import { VERSION } from '../../../lib/core/version.js';
import { useProject } from './project.js';

/** Nobody listens there: whatever tried to connect would say so. */
const NOWHERE = { COODIE_HOSTS: '127.0.0.1:1' };

describe('coodie, used wrongly', () => {
  const project = useProject({ 'migrations/20260101_001_a.cql': 'CREATE TABLE a (id int PRIMARY KEY);' });

  it.each<[readonly string[], string]>([
    [
      ['migrat'],
      '✖ coodie migrat: no such command; did you mean migrate?\n  coodie migrate | schema | backfill | cassandra | completion | init\n',
    ],
    [['migrate', 'aply'], '✖ coodie migrate aply: no such command; did you mean apply?'],
    [['migrate', 'apply', 'now'], '✖ coodie migrate apply: takes no arguments, but there is "now"'],
    [['migrate', '--keyspce', 'x'], "✖ coodie migrate: unknown option '--keyspce'. Did you mean --keyspace?"],
    [['migrate', 'apply', '--keyspace'], "✖ coodie migrate apply: option '--keyspace <name>' argument missing"],
    [['migrate'], '✖ coodie migrate: There is no keyspace. Name one with --keyspace'],
    [['migrate', '--keyspace', 'x', '--rollback', '--steps', '0'], '--steps must be a whole number from 1, not "0"'],
    [['--port', '0', 'migrate', 'status', '--keyspace', 'x'], '--port must be a whole number from 1 to 65535, not "0"'],
    [['migrate', '--app', 'nowhere.ts'], '--app: there is no file nowhere.ts'],
    [['migrate', '--app', 'a.ts', '--hosts', 'h'], '--hosts cannot be said here: the application decides that'],
    [['migrate', '--keyspace', 'x', '--ssl-ca', 'nowhere.pem'], '--ssl-ca: nowhere.pem cannot be read'],
    [['schema', 'diff', '--keyspace', 'x'], '✖ coodie schema diff: There are no entities. Name their directory with'],
    [['schema', 'diff', '--keyspace', 'x', '--entities', 'nowhere'], '--entities: there is no directory nowhere'],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { code, stdout, stderr } = await project.coodie(args, NOWHERE);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('says it as JSON too', async () => {
    const unknown = await project.coodie(['migrate', '--json', '--keyspce', 'x']);
    expect(unknown.code).toBe(2);
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      error: { code: 'COODIE_USAGE', facts: { command: 'coodie migrate' } },
    });
    const several = await project.coodie(['migrate', '--json', '--status', '--steps', '0']);
    expect(JSON.parse(several.stdout)).toMatchObject({
      error: { code: 'COODIE_USAGE', hint: 'coodie migrate --help', facts: { problems: expect.any(Array) } },
    });
  });

  it.each([
    [
      'an unknown key in it',
      'coodie.config.ts',
      'export default { keyspce: "x" }',
      'coodie.config.ts: there is no setting keyspce',
    ],
    [
      'a value that cannot be meant',
      'coodie.config.mjs',
      'export default { keyspace: 3 }',
      'coodie.config.mjs: keyspace must be a text',
    ],
  ])('ends with 2 for %s', async (_, file, text, message) => {
    project.write(file, text);
    const { code, stderr } = await project.coodie(['migrate', '--status'], NOWHERE);
    project.remove(file);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('ends with 1 for a configuration file that is no JSON, with its line and column', async () => {
    project.write('coodie.config.json', '{');
    const { code, stderr } = await project.coodie(['migrate', '--status'], NOWHERE);
    project.remove('coodie.config.json');
    expect(stderr).toContain('coodie.config.json:1:2: ');
    expect(code).toBe(1);
  });
});

describe('coodie, asked for help', () => {
  // It would fail if it were loaded.
  const project = useProject({
    'coodie.config.ts': 'export default { app: "app.ts" };',
    'app.ts': 'throw new Error("loaded");',
  });

  it.each([
    [[], 'Usage: coodie [options] [command]'],
    [['help', 'migrate'], 'Usage: coodie migrate [options] [command]'],
    [['migrate', '--help'], 'Usage: coodie migrate [options] [command]'],
    [['migrate', 'apply', '-h'], '--keyspace <name>'],
    [['--version'], VERSION],
  ])('%j neither connects nor loads the application', async (args, text) => {
    const { code, stdout, stderr } = await project.coodie(args, NOWHERE);
    expect(stdout).toContain(text);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('coodie, without a server', () => {
  const project = useProject({ 'migrations/20260101_001_a.cql': 'CREATE TABLE a (id int PRIMARY KEY);' });

  it.each([
    ['that refuses', ['--hosts', '127.0.0.1:1'], ['127.0.0.1:1   connection refused', 'coodie cassandra']],
    [
      'that refuses, its data centre known',
      ['--hosts', '127.0.0.1:1', '--local-dc', 'dc1'],
      ['127.0.0.1:1   connection refused', 'coodie cassandra'],
    ],
    ['that does not exist', ['--hosts', 'nowhere.invalid'], ['nowhere.invalid   no such host', 'spelling of the host']],
  ])('ends with 1 for a host %s', async (_, args, texts) => {
    const { code, stderr } = await project.coodie(['migrate', '--keyspace', 'x', ...args]);
    expect(stderr).toMatch(/^✖ No host of the cluster answers\.\n/);
    for (const text of texts) expect(stderr).toContain(text);
    expect(code).toBe(1);
  });
});
