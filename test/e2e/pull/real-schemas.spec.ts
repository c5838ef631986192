import type { Client } from 'cassandra-driver';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from '../cli/project.js';
import { compileProblems } from './compile-project.js';
import { REAL_SCHEMAS, RECORDED_SCHEMAS, WHY_NO_REAL_SCHEMAS, type Schema } from './schemas.js';

if (WHY_NO_REAL_SCHEMAS) process.stderr.write(`${WHY_NO_REAL_SCHEMAS}\n`);

const project = useProject({ 'package.json': '{ "type": "module" }' });
const schemas: readonly Schema[] = [...RECORDED_SCHEMAS, ...REAL_SCHEMAS];
const directoryOf = ({ name }: Schema) => `src/${name.replaceAll(/\W+/g, '-')}`;

async function make(client: Client, statements: readonly string[]): Promise<void> {
  for (const cql of statements) await client.execute(cql);
}

describe.each(schemas)('the classes pulled from $name', (schema) => {
  const keyspace = useKeyspace('pull');
  const directory = directoryOf(schema);
  const coodie = (...args: readonly string[]) =>
    project.coodie(['schema', ...args, '--keyspace', keyspace.name, ...hosts()]);

  it('declare just what is there', async () => {
    await make(keyspace.client, schema.statements(keyspace.name));
    const pulled = await coodie('pull', '--out', directory);
    expect(pulled).toMatchObject({ code: 0 });
    const checked = await coodie('check', '--entities', directory);
    // What coodie does not manage, such as compact storage, is noted and no difference.
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toMatch(new RegExp(`^${keyspace.name} · no differences(, \\d+ notes?)?\n`));
  });
});

describe('all pulled classes', () => {
  it('compile', () => expect(compileProblems(project.path, 'src')).toEqual([]));
});
