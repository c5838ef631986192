import { MigrationState } from '../../../lib/migrations/history/migration-state.js';
import type { Session } from '../../../lib/session/session.js';

const nameOf = (index: number) => `20260101_${String(index).padStart(4, '0')}_a`;

/** A history of so many migrations; counts how often the name in a line of the log is looked at. */
function historyOf(count: number) {
  const looks = { count: 0 };
  const indexes = Array.from({ length: count }, (_, index) => index);
  const state = indexes.map((index) => ({ migration_name: nameOf(index), applied_at: new Date(0), checksum: 'a' }));
  const log = indexes.map((index) => ({
    get migration_name() {
      looks.count += 1;
      return nameOf(index);
    },
    event: 'applied',
    owner: `host-${index}:1:x`,
    duration_ms: index,
  }));
  const tables = ['_coodie_migrations', '_coodie_migrations_log'].map((name) => ({ table_name: name }));
  const execute = async (cql: string) => ({
    rows: cql.includes('system_schema') ? tables : cql.includes('_log') ? log : state,
  });
  // Only what reading a history asks of a session.
  return { looks, session: { keyspace: 'catalog', execute } as unknown as Session };
}

describe('the recorded migrations', () => {
  it('each have the lines of their own log', async () => {
    const { applied } = await new MigrationState(historyOf(3).session).recorded();
    expect(applied.map(({ name, owner, milliseconds }) => [name, owner, milliseconds])).toEqual(
      [0, 1, 2].map((index) => [nameOf(index), `host-${index}:1:x`, index]),
    );
  });

  it('are read with one look at each line, however many there are', async () => {
    const { looks, session } = historyOf(1_000);
    await new MigrationState(session).recorded();
    expect(looks.count).toBe(1_000);
  });
});
