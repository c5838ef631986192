import { createHash } from 'node:crypto';
import { useKeyspace } from '../../support/cassandra.js';
import { migrationText } from '../../support/migration-text.js';
import { tablesOf } from '../../support/schema-of.js';
import { hosts, useProject } from './project.js';

describe('coodie and a file that is edited while it waits for the lock', () => {
  const keyspace = useKeyspace('cli_edited');
  const project = useProject({ 'migrations/20260101_001_first.cql': migrationText('cql', 'first') });
  const target = () => ['--keyspace', keyspace.name, ...hosts()];
  const checksumOf = async (name: string): Promise<unknown> => {
    const cql = 'SELECT checksum FROM "_coodie_migrations" WHERE migration_name = ?';
    return (await keyspace.client.execute(cql, [name])).rows[0]?.['checksum'];
  };

  beforeAll(async () => {
    await project.coodie(['migrate', 'apply', ...target()]);
  });

  it.each([
    ['20260102_001_a', 'ts'],
    ['20260102_002_b', 'mjs'],
    ['20260102_003_c', 'cjs'],
  ])('runs what it records: %s.%s', async (name, ending) => {
    const edited = migrationText(ending, `new_${ending}`);
    project.write(`migrations/${name}.${ending}`, migrationText(ending, `old_${ending}`));
    await keyspace.client.execute(
      `INSERT INTO "_coodie_migrations_lock" (lock_id, owner) VALUES ('coodie_migration_lock', 'somebody:1:x')`,
    );
    const run = project.start(['migrate', 'apply', '--lock-wait', '60', ...target()]);
    await run.printed('waiting up to 60 s for the lock');
    project.write(`migrations/${name}.${ending}`, edited);
    expect((await project.coodie(['migrate', 'unlock', '--yes', ...target()])).code).toBe(0);
    expect(await run.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('✖') });
    expect(await checksumOf(name)).toBe(createHash('sha256').update(edited).digest('hex'));
    const tables = await tablesOf(keyspace.client, keyspace.name);
    expect(tables).toContain(`new_${ending}`);
    expect(tables).not.toContain(`old_${ending}`);
  });

  it('refuses a module that changes while it is loaded, and runs nothing of it', async () => {
    const name = '20260103_001_restless';
    const restless = [
      "import { appendFileSync } from 'node:fs';",
      `appendFileSync('migrations/${name}.mjs', '// edited\\n');`,
      migrationText('mjs', 'restless'),
    ].join('\n');
    project.write(`migrations/${name}.mjs`, restless);
    const { code, stdout } = await project.coodie(['migrate', 'apply', '--json', ...target()]);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; facts: object } };
    expect({ code, error }).toMatchObject({
      code: 1,
      error: { message: expect.stringContaining('was changed while it was loaded') as string },
    });
    expect(await tablesOf(keyspace.client, keyspace.name)).not.toContain('restless');
    project.remove(`migrations/${name}.mjs`);
  });
});
