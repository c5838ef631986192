import { Column, CoodieModule, Entity, PartitionKey, SchemaService, UnsafeChangesError } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { logOf } from '../../support/log-of.js';

@Entity({ name: 'view' })
class Sparse {
  @PartitionKey('int') id!: number;
}

@Entity({ name: 'view' })
class Full {
  @PartitionKey('int') id!: number;
  @Column('text') type!: string;
  @Column('text') table!: string;
  @Column('text') view!: string;
  @Column('text', { name: 'two\nlines\u001b[31m' }) lines!: string;
}

describe('what is told of columns with strange names', () => {
  const keyspace = useKeyspace('names');
  const boot = (entity: typeof Sparse) =>
    logOf({
      imports: [
        CoodieModule.forRoot({ client: clientOptions(), keyspace: keyspace.name }),
        CoodieModule.forFeature([entity]),
      ],
    });

  beforeAll(() => boot(Sparse));

  it('calls them columns, a line each, when they are added', async () => {
    const log = await boot(Full);
    const added = log.filter((line) => line.includes('+ '));
    expect(added).toHaveLength(1);
    for (const name of ['type', 'table', 'view', 'two\\nlines\\x1b[31m']) {
      expect(added[0]).toContain(`+ view.${name} text`);
    }
    for (const character of ['\n', '\u001b']) expect(log.join('')).not.toContain(character);
  });

  it('calls them columns when no entity declares them', async () => {
    const drift = (await boot(Sparse)).filter((line) => line.startsWith('WARN'));
    expect(drift.map((line) => line.replace(`WARN ${keyspace.name}: `, '')).toSorted()).toEqual(
      ['table', 'two\\nlines\\x1b[31m', 'type', 'view'].map(
        (name) => `view: column ${name} text is in the database and in no entity (drift)`,
      ),
    );
  });

  it('keeps the names as they are in data, and escapes them in the message of an error', async () => {
    @Entity({ name: 'view' })
    class Otherwise extends Full {
      @Column('int', { name: 'two\nlines\u001b[31m' }) declare lines: never;
    }
    await withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'off' } }, [Otherwise], async (app) => {
      const { changes } = await app.get(SchemaService).plan();
      expect(changes.flatMap(({ differences }) => differences)).toEqual([
        {
          sign: '~',
          object: { kind: 'table', name: 'view' },
          part: { kind: 'column', name: 'two\nlines\u001b[31m' },
          from: 'text',
          to: 'int',
        },
      ]);
      const refused: unknown = await app
        .get(SchemaService)
        .sync()
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UnsafeChangesError);
      expect((refused as Error).message.split('\n')).toContain(
        '  view.two\\nlines\\x1b[31m   text in the database, int in Otherwise.lines',
      );
    });
  });
});
