import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Column, Entity, PartitionKey, SchemaService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { sentStatements } from '../../support/sent-statements.js';
import { isSince } from '../../support/server-version.js';
import { hosts, useProject } from '../cli/project.js';

@Entity({ name: 'customers' })
class Customer {
  @PartitionKey('int') id!: number;
  @Column('text') email?: string;
}

const MASK = 'mask mask_inner(1, null) of column email';

describe('what coodie schema pull cannot write', () => {
  const keyspace = useKeyspace('pull_left_out');
  const project = useProject({ 'package.json': '{ "type": "module" }' });
  const schema = (...args: readonly string[]) =>
    project.coodie(['schema', ...args, '--keyspace', keyspace.name, ...hosts()]);

  it('leaves an empty list for an empty keyspace, and the check of it says that nothing is declared', async () => {
    expect(await schema('pull', '--out', 'empty')).toMatchObject({ code: 0, stderr: '' });
    expect(await schema('check', '--entities', 'empty')).toEqual({
      code: 0,
      stdout: `${keyspace.name} · no differences\n`,
      stderr: '--entities: empty declares no table, view or type.\n',
    });
  });

  it('names the mask of a column, and so does the check of the copy', async () => {
    const masked = isSince('5.0') ? 'MASKED WITH mask_inner(1, null)' : '';
    const notes = isSince('5.0') ? [MASK] : [];
    await keyspace.client.execute(`CREATE TABLE customers (id int PRIMARY KEY, email text ${masked})`);
    const pulled = await schema('pull', '--out', 'masked', '--json');
    const lines = notes.map(
      (note) => `Not copied: ${note} of customers. In a copy of the table everybody sees the values.`,
    );
    expect(pulled).toMatchObject({ code: 0, stderr: lines.map((line) => `${line}\n`).join('') });
    expect(JSON.parse(pulled.stdout)).toMatchObject({ notes: lines });
    for (const line of lines) expect(readFileSync(join(project.path, 'masked/index.ts'), 'utf8')).toContain(line);
    const checked = await schema('check', '--entities', 'masked', '--json');
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(checked.stdout)).toMatchObject({
      changes: [],
      drift: [],
      notes: notes.map((note) => ({ note })),
    });
  });

  it('costs an unchanged start no read, and a plan one where the server has masks', async () => {
    const asked = { masks: 0 };
    const start = await sentStatements(() =>
      withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'verify' } }, [Customer], async (app) => {
        const sent = await sentStatements(() => app.get(SchemaService).plan());
        asked.masks = sent.filter((cql) => cql.includes('column_masks')).length;
      }),
    );
    expect(asked.masks).toBe(isSince('5.0') ? 1 : 0);
    expect(start.filter((cql) => cql.includes('column_masks'))).toHaveLength(asked.masks);
  });
});
