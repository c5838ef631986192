import { ownTable } from './own-tables.js';

/** Backfills: when each began, which is the time of all its writes, and when it was finished. */
const BACKFILL_TABLE = ownTable('_coodie_backfills', {
  partitionKey: ['name'],
  columns: {
    name: 'text',
    table_name: 'text',
    write_timestamp: 'bigint',
    started_at: 'timestamp',
    finished_at: 'timestamp',
  },
});

/** Token ranges of each backfill, and how far their rows are written. */
const RANGES_TABLE = ownTable('_coodie_backfill_ranges', {
  partitionKey: ['name'],
  clusteringKey: ['position'],
  columns: {
    name: 'text',
    position: 'int',
    start_token: 'text',
    end_token: 'text',
    written_token: 'text',
    row_count: 'bigint',
    skipped: 'bigint',
    done_at: 'timestamp',
  },
});

/** Rows that could not be written. */
const DEAD_TABLE = ownTable('_coodie_backfill_dead', {
  partitionKey: ['name'],
  clusteringKey: ['row_key'],
  columns: { name: 'text', row_key: 'text', error: 'text', cql: 'text', failed_at: 'timestamp' },
});

/** The tables that keep how far the backfills of a keyspace came. */
export const BACKFILL_TABLES = { backfills: BACKFILL_TABLE, ranges: RANGES_TABLE, dead: DEAD_TABLE } as const;
