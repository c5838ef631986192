import { Entity, PartitionKey, SchemaService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { listening } from '../../support/listening.js';

@Entity({ name: 'places' })
class Place {
  @PartitionKey('int') id!: number;
}

describe('the progress of a schema service', () => {
  const keyspace = useKeyspace('progress');

  it('tells each listener of a sync as it happens, and ends with the signal', async () => {
    await withApplication({ keyspace: keyspace.name, schema: { onBootstrap: 'off' } }, [Place], async (app) => {
      const schema = app.get(SchemaService);
      const first = listening(schema, () => schema.sync());
      const second = await listening(schema, () => first);
      const kinds = ['lock-taken', 'schema-changes', 'statement-started', 'statement-finished', 'schema-in-sync'];
      expect((await first).told.map(({ kind }) => kind)).toEqual(kinds);
      expect(second.told).toEqual((await first).told);
      const again = await listening(schema, () => schema.sync());
      expect(again.told.map(({ kind }) => kind)).toEqual(['schema-unchanged']);
    });
  });
});
