import type { MigrationEntry } from '../../../lib/core/history/history.js';
import { emptySchema } from '../../../lib/core/model/schema-kinds.js';
import type { History } from '../../../lib/migrations/history/read-history.js';
import { refuseContradictions } from '../../../lib/migrations/run/refuse-contradictions.js';

describe('contradictions between migrations', () => {
  it('are not looked for where nothing is pending: no applied file is read, and no schema', async () => {
    const read: string[] = [];
    const reading = (what: string) => (): never => {
      read.push(what);
      throw new Error(`${what} was read`);
    };
    const entry: MigrationEntry = { name: '20260101_001_a', origin: '20260101_001_a.cql', kind: 'cql' } as never;
    const statuses = [{ name: entry.name, appliedAt: new Date() }];
    const history = { keyspace: 'shop', entries: [entry], statuses, unfinished: new Map() } as unknown as History;
    const source = { load: reading('a migration'), text: reading('a text'), list: reading('the directory') } as never;
    const live = async () => (reading('the schema')(), emptySchema('shop'));
    await refuseContradictions({ source, history, selected: [], live });
    expect(read).toEqual([]);
  });
});
