import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

const table = (name: string) =>
  `-- upgrade\nCREATE TABLE ${name} (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE ${name};\n`;

function useMigrate(prefix: string, files: Readonly<Record<string, string>>) {
  const keyspace = useKeyspace(prefix);
  const project = useProject(files);
  const migrate = (...args: readonly string[]) =>
    project.coodie(['migrate', ...args, '--keyspace', keyspace.name, ...hosts()]);
  const tables = () => tablesOf(keyspace.client, keyspace.name);
  return { keyspace, project, migrate, tables };
}

describe('coodie migrate plan', () => {
  const { project, migrate, tables } = useMigrate('cli_plan', {
    'migrations/20260101_001_first.cql': `${table('first')}`,
  });

  it('shows every statement with its risk, keeps it, and writes nothing to the database', async () => {
    const { code, stdout } = await migrate('plan', '--out', 'plan.json');
    expect(code).toBe(0);
    expect(stdout).toContain('1 migration planned · nothing is sent');
    expect(stdout).toContain('    CREATE TABLE first (id int PRIMARY KEY);  -- safe');
    expect(stdout).toContain('Run exactly that: coodie migrate apply --plan plan.json');
    expect(await tables()).toEqual([]);
    const { stdout: printed } = await migrate('plan', '--json');
    expect(JSON.parse(printed)).toEqual(JSON.parse(readFileSync(join(project.path, 'plan.json'), 'utf8')));
  });

  it('is refused once something changed, and runs where nothing did', async () => {
    project.write('migrations/20260101_002_second.cql', table('second'));
    const refused = await migrate('apply', '--plan', 'plan.json');
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('20260101_002_second is pending now, and not in the plan');
    expect(await tables()).toEqual([]);
    await migrate('plan', '--out', 'plan.json');
    expect((await migrate('apply', '--plan', 'plan.json')).code).toBe(0);
    expect(await tables()).toEqual(expect.arrayContaining(['first', 'second']));
  });

  it.each([
    ['a file that is missing', 'nowhere.json', 2, 'nowhere.json'],
    ['a file that is no plan', 'package.json', 1, 'no plan of migrations'],
  ])('of %s is refused', async (_, file, code, reason) => {
    project.write('package.json', '{}');
    const ended = await migrate('apply', '--plan', file);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(reason);
  });

  it('and a target exclude each other', async () => {
    expect((await migrate('apply', '--plan', 'plan.json', '--target', '20260101_001')).code).toBe(2);
  });
});

describe('coodie migrate repair', () => {
  const FILE = 'migrations/20260101_001_first.cql';
  const { project, migrate } = useMigrate('cli_repair', { [FILE]: table('first') });

  it('shows what it would do and wants --yes where nobody can be asked', async () => {
    await migrate('apply');
    project.write(FILE, `-- a comment\n${table('first')}`);
    const refused = await migrate('apply');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('coodie migrate repair --accept 20260101_001_first');
    const asked = await migrate('repair', '--accept', '20260101_001');
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('20260101_001_first.cql is accepted as what was applied');
    expect(asked.stderr).toContain('To do it anyway: --yes');
    expect((await migrate('status', '--check')).code).toBe(3);
  });

  it('records it, and answers with JSON', async () => {
    const { code, stdout } = await migrate(
      'repair',
      '--accept',
      '20260101_001',
      '--reason',
      'a comment',
      '--yes',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ migration: '20260101_001_first', action: 'accept' });
    expect((await migrate('status', '--check')).code).toBe(0);
  });

  it('has nothing to do where nothing is wrong', async () => {
    const { code, stderr } = await migrate('repair', '--forget', '20260101_001', '--yes');
    expect(code).toBe(1);
    expect(stderr).toContain('20260101_001_first is none that is recorded without a file. Nothing was changed.');
  });

  it.each([
    [[], 'Say what to fix'],
    [['--done', '--not-done'], 'Say what to fix'],
    [['--accept', 'a', '--forget', 'b'], 'Say what to fix'],
    [['--accept', 'a', '--statement', '1'], '--statement belongs to --done or --not-done'],
  ])('wants to know what to fix: %j', async (args, problem) => {
    const { code, stderr } = await migrate('repair', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(problem);
  });
});

describe('coodie migrate on a database of before', () => {
  const { keyspace, project, migrate, tables } = useMigrate('cli_adopt', {
    'migrations/20260101_001_old.cql': table('old'),
    'migrations/20260102_001_new.cql': table('fresh'),
  });

  it('baseline records what is there already, and only asked', async () => {
    await keyspace.client.execute('CREATE TABLE old (id int PRIMARY KEY)');
    const refused = await migrate('baseline', '--target', '20260101_001');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('1 migration would be recorded as applied, and not run:');
    expect((await migrate('baseline', '--target', '20260101_001', '--yes')).stdout).toContain('1 recorded');
    expect((await migrate('apply')).stdout).toContain('1 migration applied');
    expect(await tables()).toContain('fresh');
  });

  it('that Python migrated goes on from there', async () => {
    await keyspace.client.execute(
      'INSERT INTO "_coodie_migrations" (migration_name, applied_at, description, checksum) VALUES (?, ?, ?, ?)',
      ['20260103_001_from_python', new Date(), 'from Python', 'f'.repeat(64)],
      { prepare: true },
    );
    expect((await migrate('status')).stdout).toMatch(/\? 20260103_001_from_python +missing/);
    project.write('migrations/20260103_001_from_python.cql', table('from_python'));
    const { stdout } = await migrate('status', '--check');
    expect(stdout).toMatch(
      /✔ 20260103_001_from_python +applied .* was recorded from another tool and cannot be compared/,
    );
    expect((await migrate('repair', '--accept', '20260103', '--yes')).code).toBe(0);
    expect((await migrate('status')).stdout).not.toContain('another tool');
    project.write('migrations/20260103_001_from_python.cql', `-- changed\n${table('from_python')}`);
    expect((await migrate('status', '--check')).code).toBe(3);
    project.write('migrations/20260103_001_from_python.cql', table('from_python'));
  });

  it('does with late migrations as it is told', async () => {
    project.write('migrations/20260101_002_late.cql', table('late'));
    expect((await migrate('apply')).code).toBe(1);
    const skipped = await migrate('apply', '--out-of-order', 'skip');
    expect(skipped.stderr + skipped.stdout).toContain('not applied, although later ones are: 20260101_002_late');
    expect(await tables()).not.toContain('late');
    expect((await migrate('apply', '--out-of-order', 'apply')).code).toBe(0);
    expect(await tables()).toContain('late');
    expect((await migrate('apply', '--out-of-order', 'never')).code).toBe(2);
  });
});
