import { randomUUID } from 'node:crypto';
import { useKeyspace } from '../../support/cassandra.js';
import type { Ended } from '../../support/run-node.js';
import { hosts, useProject } from './project.js';

/** What a name, a row or a file may hold: a made-up line, colours, a cleared screen, a new title, text turned round. */
const HOSTILE = '\n✔ FAKE\r\u001B[31m\u001B[2J\u001B]0;owned\u0007\u009B2J\u202Ex\u2028y';
const SHOWN = String.raw`\n✔ FAKE\r\x1b[31m\x1b[2J\x1b]0;owned\x07\x9b2J\u202ex\u2028y`;

// oxlint-disable-next-line no-control-regex -- control characters are the subject here
const OBEYED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
// oxlint-disable-next-line no-control-regex -- control characters are the subject here
const COLOURS = /\u001B\[\d{1,2}m/g;

const textOf = ({ stdout, stderr }: Ended) => stdout + stderr;
const withoutColours = (text: string) => text.replaceAll(COLOURS, '');
const fakeLines = (text: string) => text.split('\n').filter((line) => withoutColours(line).trim().startsWith('✔ FAKE'));

describe('hostile text from the database and from files', () => {
  const keyspace = useKeyspace('cli_hostile');
  const project = useProject({ 'migrations/20260101_001_first.cql': 'CREATE TABLE first (id int PRIMARY KEY);' });
  const coodie = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    project.coodie([...args, '--keyspace', keyspace.name, ...hosts()], environment);
  const execute = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });

  /** With colours, where escape sequences are least conspicuous, and as JSON. */
  async function shown(args: readonly string[]): Promise<string> {
    const coloured = textOf(await coodie(args, { FORCE_COLOR: '1' }));
    const json = await coodie([...args, '--json']);
    expect(withoutColours(coloured)).not.toMatch(OBEYED);
    expect(textOf(json)).not.toMatch(OBEYED);
    expect(() => JSON.parse(json.stdout) as unknown).not.toThrow();
    expect([...fakeLines(coloured), ...fakeLines(textOf(json))]).toEqual([]);
    return withoutColours(coloured);
  }

  describe('the record', () => {
    beforeAll(async () => {
      await coodie(['migrate', 'apply']);
      const state = 'INSERT INTO "_coodie_migrations" (migration_name, applied_at, description, checksum)';
      await execute(`${state} VALUES (?, ?, ?, ?)`, [`20260101_000_x${HOSTILE}`, new Date(), HOSTILE, HOSTILE]);
      const log = 'INSERT INTO "_coodie_migrations_log" (migration_name, event_id, event, direction, owner)';
      await execute(`${log} VALUES ('20260101_001_first', now(), 'applied', 'upgrade', ?)`, [`host${HOSTILE}:1:x`]);
    });

    it('in status', async () => {
      const text = await shown(['migrate', 'status']);
      expect(text).toContain(`? 20260101_000_x${SHOWN}  missing`);
      expect(text).toContain(String.raw`by host\n✔ FAKE\r`);
    });

    it('in the log', async () => {
      const log = 'INSERT INTO "_coodie_migrations_log" (migration_name, event_id, event, run_by, reason, error)';
      const row = [`20260101_000_x${HOSTILE}`, HOSTILE, HOSTILE, HOSTILE];
      await execute(`${log} VALUES (?, now(), 'forgotten', ?, ?, ?)`, row);
      const text = await shown(['migrate', 'log']);
      expect(text).toContain(`20260101_000_x${SHOWN}`);
      expect(text).toContain(`by ${SHOWN}`);
    });

    it('in the refusal of a rollback', async () => {
      expect(await shown(['migrate', 'rollback', '--steps', '9'])).toContain('the file is gone');
    });
  });

  describe('the lock', () => {
    beforeAll(() =>
      execute(`INSERT INTO "_coodie_migrations_lock" (lock_id, owner) VALUES ('coodie_migration_lock', ?)`, [
        `host${HOSTILE}:1:${randomUUID()}`,
      ]),
    );
    afterAll(() => execute(`DELETE FROM "_coodie_migrations_lock" WHERE lock_id = 'coodie_migration_lock'`));

    it.each([
      ['unlock', ['unlock']],
      ['apply', ['apply', '--target', '20260101_001']],
      ['apply that waits', ['apply', '--lock-wait', '1']],
    ])('in %s', async (_, args) => {
      project.write('migrations/20260102_001_second.cql', 'CREATE TABLE second (id int PRIMARY KEY);');
      await execute(`DELETE FROM "_coodie_migrations" WHERE migration_name = '20260101_001_first'`);
      expect(await shown(['migrate', ...args])).toContain(`host${SHOWN}:1:`);
    });
  });

  describe('the schema', () => {
    beforeAll(() => {
      project.write('entities/first.js', '');
      return execute(`CREATE TABLE odd (id int PRIMARY KEY, "a${HOSTILE}" int) WITH comment = '${HOSTILE.slice(1)}'`);
    });

    it('in a difference of the schema, and what was pulled', async () => {
      const pulled = await shown(['schema', 'pull', '--out', 'pulled', '--yes']);
      expect(pulled).toContain('odd.entity.ts');
      await execute(`ALTER TABLE odd ADD "b${HOSTILE}" text`);
      expect(await shown(['schema', 'diff', '--entities', 'pulled'])).toContain(`b${SHOWN}`);
      await execute(`ALTER TABLE odd WITH comment = 'x${HOSTILE.slice(1)}'`);
      await execute(`ALTER TABLE odd DROP "a${HOSTILE}"`);
      expect(await shown(['schema', 'diff', '--entities', 'pulled'])).toContain(`+ column a${SHOWN}`);
      expect(await shown(['schema', 'sync', '--entities', 'pulled', '--dry-run'])).toContain('ADD "a');
    });
  });

  describe('files', () => {
    const CODE = `import { Migration } from 'nestjs-coodie';
export default class Code extends Migration {
  async upgrade(context) {
    context.logger.log('told ' + ${JSON.stringify(HOSTILE.replace('\n', ''))});
    throw new Error(${JSON.stringify(HOSTILE.replace('\n', ''))});
  }
}
`;
    const cql = `INSERT INTO nowhere (id, text) VALUES (1, '${HOSTILE.replace('\n', ' ')}');`;

    it.each([
      ['a dry run', 'cql', cql, ['apply', '--dry-run']],
      ['a plan', 'cql', cql, ['plan']],
      ['a statement that fails', 'cql', cql, ['apply']],
      ['lint', 'cql', `DROP TABLE "${HOSTILE.replace('\n', '')}";`, ['lint']],
      ['a migration in code that fails', 'mjs', CODE, ['apply']],
      ['the name of a file', `c${HOSTILE.replace('\n', '')}`, cql, ['apply']],
    ])('in %s', async (_, extension, text, args) => {
      const directory = `own_${randomUUID().slice(0, 8)}`;
      project.write(`${directory}/20260201_001_own.${extension}`, text);
      await execute(`TRUNCATE "_coodie_migrations"`);
      await execute(`TRUNCATE "_coodie_migrations_journal"`);
      expect(await shown(['migrate', ...args, '--migrations-dir', directory])).toContain(String.raw`\x1b[2J`);
    });

    it('in the command line and in the configuration file', async () => {
      expect((await shown(['migrate', 'status', '--lock-wait', HOSTILE])).length).toBeGreaterThan(0);
      expect(await shown(['migrate', HOSTILE])).toContain('no such command');
      expect(await shown(['migrate', 'apply', '--target', HOSTILE])).toContain('No migration is called');
      project.write('coodie.config.json', JSON.stringify({ [HOSTILE]: 1 }));
      expect(await shown(['migrate', 'status'])).toContain('there is no setting');
      project.remove('coodie.config.json');
    });
  });
});
