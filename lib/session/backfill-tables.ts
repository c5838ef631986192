import { ownTable } from './own-tables.js';

/** Backfills: when each began, which is the time of all its writes, and what it is to do. Only lightweight transactions change it. */
const BACKFILL_TABLE = ownTable('_coodie_backfills', {
  partitionKey: ['name'],
  columns: {
    name: 'text',
    run: 'uuid',
    fingerprint: 'text',
    table_name: 'text',
    table_shape: 'text',
    ranges: 'int',
    write_timestamp: 'bigint',
    state: 'text',
    reason: 'text',
    rate: 'int',
    concurrency: 'int',
    background: 'boolean',
    migration: 'text',
    started_at: 'timestamp',
    finished_at: 'timestamp',
  },
});

/** Token ranges of each run, and how far their rows are written. A process that missed a restart writes to the rows of the old run. */
const RANGES_TABLE = ownTable('_coodie_backfill_ranges', {
  partitionKey: ['name'],
  clusteringKey: ['run', 'position'],
  columns: {
    name: 'text',
    run: 'uuid',
    position: 'int',
    start_token: 'text',
    end_token: 'text',
    written_token: 'text',
    page: 'text',
    row_count: 'bigint',
    skipped: 'bigint',
    owner: 'text',
    seen_at: 'timestamp',
    done_at: 'timestamp',
    split_at: 'timestamp',
  },
});

/** Rows that could not be written. */
const DEAD_TABLE = ownTable('_coodie_backfill_dead', {
  partitionKey: ['name'],
  clusteringKey: ['run', 'row_key'],
  columns: {
    name: 'text',
    run: 'uuid',
    row_key: 'text',
    position: 'int',
    error: 'text',
    cql: 'text',
    failed_at: 'timestamp',
  },
});

/** The tables that keep how far the backfills of a keyspace came. */
export const BACKFILL_TABLES = { backfills: BACKFILL_TABLE, ranges: RANGES_TABLE, dead: DEAD_TABLE } as const;
