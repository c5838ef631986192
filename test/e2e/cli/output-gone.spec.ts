import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const BIN = resolve(__dirname, '../../../dist/cli/bin.js');
const TABLES = ['t1', 't2', 't3', 't4', 't5'];
const MANY = TABLES.map((table) => `CREATE TABLE ${table} (id int PRIMARY KEY);`).join('\n');

/** The shell's own pipes and redirections, as a user or a continuous integration has them. */
async function shell(command: string, cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd, timeout: 90_000 });
  return stdout.trim();
}

describe('coodie whose output nobody reads', () => {
  const keyspace = useKeyspace('cli_gone');
  const project = useProject({ 'migrations/20260101_001_many.cql': MANY });
  const coodie = (name: string, ...args: readonly string[]) =>
    [process.execPath, BIN, ...args, '--keyspace', name, ...hosts()].join(' ');

  async function onNewKeyspace(redirected: (command: string) => string, ...args: readonly string[]) {
    const name = await createKeyspace('cli_gone_run');
    try {
      const code = await shell(redirected(coodie(name, ...args)), project.path);
      const { rowLength } = await keyspace.client.execute(`SELECT owner FROM ${name}."_coodie_migrations_lock"`);
      const tables = await tablesOf(keyspace.client, name);
      return { code, locks: rowLength, tables: tables.filter((table) => TABLES.includes(table)).toSorted() };
    } finally {
      await dropKeyspace(name);
    }
  }

  it.each<[string, (command: string) => string]>([
    ['| head -1', (command) => `${command} | head -1 >/dev/null; echo \${PIPESTATUS[0]}`],
    ['| true', (command) => `${command} | true; echo \${PIPESTATUS[0]}`],
    ['2>&1 | head -1', (command) => `${command} 2>&1 | head -1 >/dev/null; echo \${PIPESTATUS[0]}`],
    ['--json | true', (command) => `${command} --json | true; echo \${PIPESTATUS[0]}`],
    ['--json 2>&1 | true', (command) => `${command} --json 2>&1 | true; echo \${PIPESTATUS[0]}`],
    ['--verbose 2>&1 | true', (command) => `${command} --verbose 2>&1 | true; echo \${PIPESTATUS[0]}`],
    ['>&-', (command) => `${command} >&-; echo $?`],
    ['>&- 2>&-', (command) => `${command} >&- 2>&-; echo $?`],
  ])('goes on to its end with %s', async (_, redirected) => {
    expect(await onNewKeyspace(redirected, 'migrate', 'apply')).toEqual({ code: '0', locks: 0, tables: TABLES });
  });

  it('goes on to its end on a full disk, and then says that the output is not whole', async () => {
    const full = (command: string) => `${command} 2>err.txt >/dev/full; echo $?`;
    expect(await onNewKeyspace(full, 'migrate', 'apply')).toEqual({ code: '1', locks: 0, tables: TABLES });
    expect(await shell('cat err.txt', project.path)).toBe('✖ A part of the output could not be written.');
  });

  it.each([
    ['a migration that fails', 1, 'migrate apply --migrations-dir failing'],
    ['a refused migration', 5, 'migrate apply --migrations-dir destructive'],
    ['what is out of date', 3, 'migrate status --check'],
    ['wrong use', 2, 'migrate apply --steps 1'],
    ['an unknown command', 2, 'migrate aply'],
    ['help', 0, 'migrate --help'],
  ])('ends with its own exit code for %s', async (_, code, args) => {
    project.write('failing/20260101_001_a.cql', 'ALTER TABLE nowhere ADD a int;');
    project.write('destructive/20260101_001_a.cql', 'DROP TABLE nowhere;');
    const command = coodie(keyspace.name, ...args.split(' '));
    expect(await shell(`${command} 2>&1 | true; echo \${PIPESTATUS[0]}`, project.path)).toBe(String(code));
  });

  it('also where a migration or an application writes by itself', async () => {
    const talking = `import { Migration } from 'nestjs-coodie';
export default class Talking extends Migration {
  async upgrade(context) {
    for (let i = 0; i < 50; i += 1) console.log('row', i);
    console.error('half');
    await context.execute('CREATE TABLE t1 (id int PRIMARY KEY)');
    process.stdout.write('done');
  }
}
`;
    project.write(join('talking', '20260101_001_talking.mjs'), talking);
    const gone = (command: string) => `${command} 2>&1 | true; echo \${PIPESTATUS[0]}`;
    const run = await onNewKeyspace(gone, 'migrate', 'apply', '--migrations-dir', 'talking');
    expect(run).toEqual({ code: '0', locks: 0, tables: ['t1'] });
  });
});
