import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { withoutOwnTables } from '../../../lib/core/diff/ignored.js';
import { isManageable } from '../../../lib/core/model/schema-model.js';
import { CassandraSession } from '../../../lib/session/driver/cassandra-session.js';
import { introspect } from '../../../lib/session/introspect.js';
import { createKeyspace, dropKeyspace, useKeyspace } from '../../support/cassandra.js';
import { REAL_SCHEMAS, WHY_NO_REAL_SCHEMAS } from '../pull/schemas.js';
import { hosts, useProject } from './project.js';

const describeEach =
  REAL_SCHEMAS.length > 0
    ? describe.each(REAL_SCHEMAS)
    : describe.skip.each([{ name: '(none here)', statements: () => [] }]);
if (WHY_NO_REAL_SCHEMAS) process.stderr.write(`${WHY_NO_REAL_SCHEMAS}\n`);

describeEach('coodie init on the database of $name', ({ statements }) => {
  const keyspace = useKeyspace('init_real');
  const project = useProject({ 'package.json': '{ "type": "module" }' });
  /** As the catalogue has it: DESCRIBE has two names for an index class, and filters of views in any order. */
  const catalogueOf = async (name: string) => {
    const schema = await introspect(new CassandraSession(keyspace.client, name));
    const { tables, ...others } = withoutOwnTables(schema);
    return {
      leftOut: tables.filter((table) => !isManageable(table)).map(({ name: table }) => table),
      schema: { ...others, keyspace: 'ks', tables: tables.filter(isManageable) },
    };
  };

  it('writes entities and a baseline that say what is there, and make it again elsewhere', async () => {
    for (const cql of statements(keyspace.name)) await keyspace.client.execute(cql);
    // It compares the replay of the baseline with the catalogue, and writes nothing where they differ.
    const { code, stderr } = await project.coodie(['init', '--keyspace', keyspace.name, ...hosts(), '--yes', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['schema check', 'migrate status --check', 'migrate generate --check']) {
      const { code: ended, stdout, stderr: said } = await project.coodie(command.split(' '));
      expect({ command, ended, output: ended === 0 ? '' : stdout + said }).toEqual({ command, ended: 0, output: '' });
    }
    const other = await createKeyspace('init_real_other');
    try {
      const applied = await project.coodie(['migrate', 'apply', '--keyspace', other]);
      expect(applied).toMatchObject({ code: 0 });
      const [made, original] = [await catalogueOf(other), await catalogueOf(keyspace.name)];
      expect(made.leftOut).toEqual([]);
      expect(made.schema.tables.map(({ name }) => name)).toEqual(original.schema.tables.map(({ name }) => name));
      expect([...diffSchema(made.schema, original.schema), ...diffSchema(original.schema, made.schema)]).toEqual([]);
      const [baseline = ''] = readdirSync(join(project.path, 'migrations')).filter((file) => file.endsWith('.cql'));
      const text = readFileSync(join(project.path, 'migrations', baseline), 'utf8');
      for (const table of original.leftOut) expect(text).toMatch(new RegExp(`^-- Note: .*\\b${table}\\b`, 'm'));
    } finally {
      await dropKeyspace(other);
    }
  });
});
