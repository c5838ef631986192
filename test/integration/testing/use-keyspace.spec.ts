import { useKeyspace } from '../../support/cassandra.js';

describe('useKeyspace', () => {
  const keyspace = useKeyspace('use_keyspace');

  it('gives the suite a connected client in a keyspace of its own', async () => {
    await keyspace.client.execute('CREATE TABLE notes (id int PRIMARY KEY, note text)');
    await keyspace.client.execute("INSERT INTO notes (id, note) VALUES (1, 'here')");
    const rows = await keyspace.client.execute(`SELECT note FROM ${keyspace.name}.notes`);
    expect(rows.first()['note']).toBe('here');
  });
});
