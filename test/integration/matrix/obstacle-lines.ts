import type { ObstacleKind } from '../../../lib/core/diff/obstacle-kind.js';
import type { Parts } from '../../support/live-schema.js';
import { index, table, userType, view } from '../../support/models.js';
import type { VersionRange } from '../../support/server-version.js';

/** What coodie refuses because of how this server is, and what the server does when it is sent all the same. */
export interface ObstacleLine {
  readonly title: string;
  readonly obstacle: ObstacleKind;
  readonly from: Parts;
  readonly to: Parts;
  /** Whether sync never makes such a change, so that only a migration can. */
  readonly byMigration?: boolean;
  /** CQL that runs in between; KS is the keyspace. */
  readonly given?: readonly string[];
  /** The code of its error; `forgets` where it says yes and stores nothing. */
  readonly server: number | 'forgets';
  /** The servers that are like that; all where nothing is said. */
  readonly on?: VersionRange;
}

const SYNTAX = 0x2000;
const INVALID = 0x2200;
const CONFIG = 0x2300;

const plain = table('t', { columns: { v: 'int', w: 'int' } });
const keyOnly = table('t');
const type = userType('u', { a: 'int' });
const grown = userType('u', { a: 'int', b: 'int' });
const byType = table('t', { columns: { p: 'frozen<u>' } });
const byValue = view('m', 't', { partitionKey: ['v', 'id'], where: ['id IS NOT NULL', 'v IS NOT NULL'] });
const withType = { types: [type], tables: [byType] };

const EVERYWHERE: readonly ObstacleLine[] = [
  {
    title: 'a dropped column with another type',
    obstacle: 'dropped-column',
    from: { tables: [plain] },
    given: ['ALTER TABLE KS.t DROP v'],
    to: { tables: [table('t', { columns: { v: 'bigint', w: 'int' } })] },
    server: INVALID,
  },
  {
    title: 'a dropped column of a user type',
    obstacle: 'dropped-column',
    from: withType,
    given: ['ALTER TABLE KS.t DROP p'],
    to: withType,
    server: INVALID,
  },
  {
    title: 'a dropped counter',
    obstacle: 'dropped-column',
    from: { tables: [table('t', { columns: { n: 'counter', m: 'counter' } })] },
    given: ['ALTER TABLE KS.t DROP n'],
    to: { tables: [table('t', { columns: { n: 'counter', m: 'counter' } })] },
    server: INVALID,
  },
  {
    title: 'a counter beside values',
    obstacle: 'counters-mix',
    from: { tables: [plain] },
    to: { tables: [table('t', { columns: { n: 'counter' } })] },
    server: CONFIG,
  },
  {
    title: 'a counter in a table that has only its key',
    obstacle: 'counters-mix',
    from: { tables: [keyOnly] },
    to: { tables: [table('t', { columns: { n: 'counter' } })] },
    server: CONFIG,
  },
  {
    title: 'a value beside counters',
    obstacle: 'counters-mix',
    from: { tables: [table('t', { columns: { n: 'counter' } })] },
    to: { tables: [table('t', { columns: { v: 'int' } })] },
    server: CONFIG,
  },
  {
    title: 'a field of a type in a partition key',
    obstacle: 'placed-type',
    from: { types: [type], tables: [{ ...byType, partitionKey: ['id', 'p'] }] },
    to: { types: [grown], tables: [{ ...byType, partitionKey: ['id', 'p'] }] },
    server: INVALID,
  },
  {
    title: "a field of a type in a view's partition key",
    obstacle: 'placed-type',
    from: {
      ...withType,
      views: [view('m', 't', { partitionKey: ['p', 'id'], where: ['id IS NOT NULL', 'p IS NOT NULL'] })],
    },
    to: { ...withType, types: [grown] },
    server: INVALID,
  },
  {
    title: 'an index equal to one of another name',
    obstacle: 'equal-index',
    from: { tables: [{ ...plain, indexes: [index('i', 'v')] }] },
    to: { tables: [{ ...plain, indexes: [index('j', 'v')] }] },
    server: INVALID,
  },
  {
    title: 'an index whose name another table has',
    obstacle: 'index-name-taken',
    from: { tables: [{ ...plain, indexes: [index('i', 'v')] }, table('s', { columns: { v: 'int' } })] },
    to: { tables: [{ ...table('s', { columns: { v: 'int' } }), indexes: [index('i', 'v')] }] },
    server: INVALID,
  },
  {
    title: 'a column to be dropped under an index',
    obstacle: 'under-index',
    from: { tables: [{ ...plain, indexes: [index('i', 'v')] }] },
    to: { tables: [table('t', { columns: { w: 'int' } })] },
    server: INVALID,
  },
  {
    title: 'a column to be dropped under a view',
    obstacle: 'under-view',
    from: { tables: [plain], views: [byValue] },
    to: { tables: [table('t', { columns: { v: 'int' } })], views: [byValue] },
    server: INVALID,
  },
  {
    title: 'a column to be dropped of a user type that is not frozen',
    obstacle: 'type-not-frozen',
    from: { types: [type], tables: [table('t', { columns: { p: 'u' } })] },
    to: { types: [type], tables: [keyOnly] },
    server: INVALID,
  },
  {
    title: 'a type to be dropped whose column stays',
    obstacle: 'type-in-use',
    from: withType,
    to: { tables: [byType] },
    byMigration: true,
    server: INVALID,
  },
  {
    title: 'a table to be dropped under a view',
    obstacle: 'under-view',
    from: { tables: [plain], views: [byValue] },
    to: { views: [byValue] },
    server: INVALID,
  },
  {
    title: 'gc_grace_seconds 0 under a view',
    obstacle: 'grace-under-view',
    from: { tables: [plain], views: [byValue] },
    to: { tables: [{ ...plain, options: { gcGraceSeconds: 0 } }], views: [byValue] },
    server: INVALID,
  },
  {
    title: 'a view on a table with gc_grace_seconds 0',
    obstacle: 'grace-under-view',
    from: { tables: [{ ...plain, options: { gcGraceSeconds: 0 } }] },
    to: { tables: [plain], views: [byValue] },
    server: INVALID,
  },
  {
    title: 'a smallest index interval above the largest that is there',
    obstacle: 'index-intervals',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, options: { minIndexInterval: 4096 } }] },
    server: CONFIG,
  },
  {
    title: 'cdc where the node has it off',
    obstacle: 'no-cdc',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, options: { cdc: true } }] },
    server: 'forgets',
  },
];

const BEFORE_5_0: readonly ObstacleLine[] = [
  {
    title: 'additional_write_policy alone',
    obstacle: 'forgotten-option',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, options: { additionalWritePolicy: '50ms' } }] },
    server: 'forgets',
  },
  {
    title: 'a vector',
    obstacle: 'no-vectors',
    from: { tables: [plain] },
    to: { tables: [table('t', { columns: { v: 'int', w: 'int', e: 'vector<float, 3>' } })] },
    server: SYNTAX,
  },
  {
    title: 'an option that comes with 5.0',
    obstacle: 'unknown-option',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, options: { incrementalBackups: false } }] },
    server: SYNTAX,
  },
  {
    title: 'a strategy of compaction that comes with 5.0',
    obstacle: 'unknown-option',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, options: { compaction: { class: 'UnifiedCompactionStrategy' } } }] },
    server: CONFIG,
  },
  {
    title: 'a storage-attached index',
    obstacle: 'unknown-index-class',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, indexes: [index('i', 'v', { using: 'sai' })] }] },
    server: INVALID,
  },
];

const halves = table('t', { columns: { half: 'int' }, partitionKey: ['id', 'half'] });
const chosen = (where: string) =>
  view('m', 't', { partitionKey: ['id', 'half'], where: ['half IS NOT NULL', 'id IS NOT NULL', where] });

const BEFORE_4_1: readonly ObstacleLine[] = [
  {
    title: 'a view of some values of half a partition key',
    obstacle: 'view-filter',
    from: { tables: [halves] },
    to: { tables: [halves], views: [chosen('half IN (1, 2)')] },
    server: INVALID,
  },
];

const SINCE_5_0: readonly ObstacleLine[] = [
  {
    title: 'a second storage-attached index on a column',
    obstacle: 'equal-index',
    from: { tables: [{ ...plain, indexes: [index('i', 'v', { using: 'sai' })] }] },
    to: { tables: [{ ...plain, indexes: [index('j', 'v', { using: 'sai' })] }] },
    server: INVALID,
  },
  {
    title: 'a strategy of compaction that went with 5.0',
    obstacle: 'unknown-option',
    from: { tables: [plain] },
    to: { tables: [{ ...plain, options: { compaction: { class: 'DateTieredCompactionStrategy' } } }] },
    server: CONFIG,
  },
];

export const OBSTACLES: readonly ObstacleLine[] = [
  ...EVERYWHERE,
  ...BEFORE_4_1.map((line) => ({ ...line, on: { before: '4.1' } })),
  ...BEFORE_5_0.map((line) => ({ ...line, on: { before: '5.0' } })),
  ...SINCE_5_0.map((line) => ({ ...line, on: { since: '5.0' } })),
];

/** Of servers that are set up otherwise: see own-server.spec. */
export const SEEN_ON_OTHER_SERVERS: readonly ObstacleKind[] = ['index-name-length', 'no-sasi', 'no-views', 'type-name'];
/** Of Amazon Keyspaces, which cannot run here. */
export const SEEN_NOWHERE: readonly ObstacleKind[] = ['no-indexes'];
