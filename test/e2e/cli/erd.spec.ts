import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from './project.js';

const ENTITIES = `
import { Column, Entity, Field, Indexed, PartitionKey, UserType } from 'nestjs-coodie';

@UserType()
export class Address { @Field('text') street!: string; }

@Entity()
export class Orders {
  @PartitionKey('uuid') id!: string;
  @Column('frozen<address>') shipTo!: Address;
  @Column('text') @Indexed() state!: string;
}

@Entity()
export class Notes { @PartitionKey('uuid') id!: string; @Column('text') body!: string; }
`;

const MIGRATION = `-- upgrade
CREATE TABLE IF NOT EXISTS audit_log (day date, at timeuuid, what text, PRIMARY KEY (day, at)) WITH CLUSTERING ORDER BY (at DESC);
CREATE TABLE IF NOT EXISTS from_history (id uuid PRIMARY KEY, "Odd name" text) WITH comment = '<script>alert(1)</script>';
`;

describe('coodie schema erd', () => {
  const keyspace = useKeyspace('cli_erd');
  const project = useProject({
    'src/entities.ts': ENTITIES,
    'migrations/20260101_001_start.cql': MIGRATION,
  });
  const erd = (...args: readonly string[]) => project.coodie(['schema', 'erd', ...args]);
  const read = (file: string) => readFileSync(join(project.path, file), 'utf8');
  const live = () => ['--live', '--keyspace', keyspace.name, ...hosts()];

  it('draws the entities, without a database', async () => {
    const { code, stdout, stderr } = await erd('--entities', 'src', '--hosts', '127.0.0.1:1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      'erDiagram',
      '  "notes" {',
      '    uuid id PK',
      '    text body',
      '  }',
    ]);
    expect(stdout).toContain('"orders" }o--|| "address" : "ship_to"');
  });

  it('draws what the migrations leave, where there are no entities, or where that is wanted', async () => {
    const { stdout } = await erd();
    expect(stdout).toContain('timeuuid at "CK desc"');
    expect(await erd('--entities', 'src', '--from', 'history')).toMatchObject({ code: 0, stdout });
  });

  it('draws a part, and tells a name that nothing has', async () => {
    const { stdout } = await erd('--entities', 'src', '--only', 'ord*');
    expect([...stdout.matchAll(/^ {2}"(\w+)" \{$/gm)].map(([, name]) => name)).toEqual(['orders', 'address']);
    const { code, stderr } = await erd('--entities', 'src', '--only', 'odrers');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('odrers; did you mean orders?') });
  });

  it('writes a file in the format of its name, the same bytes each time', async () => {
    const first = await erd('--entities', 'src', '--out', 'docs/images/schema.svg');
    expect(first.stdout).toBe('docs/images/schema.svg written: 2 tables, 0 views, 1 type, from the entities\n');
    const text = read('docs/images/schema.svg');
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns=/);
    const { stdout } = await erd('--entities', 'src', '--out', 'docs/images/schema.svg', '--json');
    expect(read('docs/images/schema.svg')).toBe(text);
    expect(JSON.parse(stdout)).toEqual({ from: 'entities', format: 'svg', out: 'docs/images/schema.svg' });
  });

  it('draws the database as it is, without what is ignored and without its own tables; comments are text', async () => {
    await project.coodie(['migrate', 'apply', '--keyspace', keyspace.name, ...hosts()]);
    const { code, stdout, stderr } = await erd(...live(), '--ignore', 'audit_*', '--format', 'html');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('<th scope="row" role="rowheader">Odd name</th>');
    expect(stdout).toContain('&lt;script&gt;');
    expect(stdout).not.toMatch(/<script|audit_log|_coodie_/);
  });

  it('ends with 2 where it is not said what to draw, and with 1 where the database does not answer', async () => {
    expect(await erd('--live')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no keyspace') });
    expect(await erd('--migrations-dir', 'nowhere')).toMatchObject({ code: 2 });
    expect(await erd(...live(), '--from', 'history')).toMatchObject({ code: 2 });
    const gone = ['--live', '--keyspace', keyspace.name, '--hosts', '127.0.0.1:1', '--out', 'gone.svg'];
    expect(await erd(...gone)).toMatchObject({ code: 1, stdout: '' });
    expect(existsSync(join(project.path, 'gone.svg'))).toBe(false);
  });
});
