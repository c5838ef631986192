import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const MIGRATIONS = 'integration/migrations/migration-service.spec.ts';
const CODE = 'integration/migrations/code-migrations.spec.ts';
const RESUME = 'integration/migrations/resume.spec.ts';
const LOST = 'integration/migrations/lost-answers.spec.ts';
const RECORD = 'integration/migrations/rivals.spec.ts';
const LOCK = 'integration/lock/lease-lock.spec.ts';
const LOST_LOCK = 'integration/lock/lost-answers.spec.ts';
const CLI_LOCK = 'e2e/cli/lock.spec.ts';
const CLI = 'e2e/cli/migrate.spec.ts';
const NODES = 'cluster/failing-nodes.ts';

/** How tools for migrations are known to fail, and the test, by its title, that shows that this one does not. */
const PREVENTED: readonly (readonly [failure: string, spec: string, title: string])[] = [
  // Stuck locks, and locks that do not lock.
  [
    'the lock of a dead process stays until somebody deletes it by hand',
    'cluster/killed-runners.ts',
    'that is killed at every statement of ten',
  ],
  ['nothing removes a stuck lock', CLI_LOCK, 'is removed where that is meant'],
  ['nobody knows who holds the lock', CLI_LOCK, 'names the holder to whoever finds it held'],
  ['the lock is kept when the work has failed', LOCK, 'is free again when the work is done, and when it failed'],
  ['who did not get the lock releases it', RECORD, 'is not let go by a process that did not get it'],
  ['who has lost the lock releases that of the next', LOCK, 'is not released by one who lost it'],
  ['owners are not unique', RECORD, 'is not taken, renewed or released in the name of another'],
  ['the lock expires while its holder works', LOCK, 'outlives its time to live while its holder works'],
  ['a renewal takes the time to live away', RECORD, 'does not live for ever once it was renewed'],
  ['a row without an owner blocks everybody', LOCK, 'of a row whose owner expired alone can be taken'],
  [
    'a time-out of the lock, although it was taken, blocks everybody',
    LOST_LOCK,
    'is taken where the request took effect although it timed out',
  ],
  [
    'a process that sleeps past its lock goes on as if it had it',
    'cluster/stopped-holders.ts',
    'gives up, wherever it was stopped',
  ],
  [
    'several processes at once run the same migration',
    'e2e/start/many-processes.spec.ts',
    'all come up, and each migration and each DDL ran exactly once',
  ],
  [
    'what is pending is found out before the lock, and run again after the wait',
    'cluster/many-runners.ts',
    'those that wait find nothing to do',
  ],
  [
    'clocks that differ hide records or locks',
    'integration/migrations/clocks.spec.ts',
    'see what the other one did, whoever is ahead',
  ],
  ['another tool on the same database is not kept out', LOCK, 'held by a Python runner stops a migration'],
  // Half-applied migrations.
  [
    'a failure leaves no trace, and everything runs again',
    RESUME,
    'shows as failed with its statement, and goes on there once that is mended',
  ],
  [
    'to mend the statement that failed counts as tampering',
    RESUME,
    'shows as failed with its statement, and goes on there once that is mended',
  ],
  ['the part that is done may be edited', RESUME, 'is refused when the part that is done was edited'],
  ['a time-out fails a migration that has taken effect', LOST, 'takes effect, and is recorded'],
  ['a run that cannot tell goes on', LOST, 'stops until somebody has looked and says that it is %s'],
  [
    'a statement whose record failed is sent again',
    LOST,
    'fails, and the next run finds its way, with nothing sent twice',
  ],
  [
    'a step of a run that has lost the lock spoils the record',
    'unit/history/journal-step.spec.ts',
    'a run that had lost the lock wrote it late',
  ],
  ['a file that ends in a comment fails', RECORD, 'is not left half-way by a file that ends in a comment'],
  ['a separator in a string, a comment or a body cuts a statement', 'unit/cql/split-script.spec.ts', 'split'],
  // Agreement on the schema.
  [
    'a run goes on although the hosts disagree',
    'unit/session/send-ddl.spec.ts',
    'stays unclear while the hosts disagree, and the error names them',
  ],
  ['a dead host blocks every migration', NODES, 'ends well where another node dies'],
  ['a coordinator that hangs has its statement run twice', NODES, 'names the coordinator where that is paused'],
  [
    'a coordinator that dies leaves two versions of a table',
    NODES,
    'names the coordinator where that dies in the middle',
  ],
  ["the tool's own tables are made in a race", 'cluster/many-runners.ts', 'one applies everything'],
  // State, order, checksums.
  ['checksums are kept but not compared', MIGRATIONS, 'refuses to go on, up or down, when an applied file changed'],
  ['other line ends count as a change', MIGRATIONS, 'takes other line ends and a byte order mark for the same file'],
  [
    'a built file counts as another migration than its source',
    MIGRATIONS,
    'does not take a TypeScript file for a change',
  ],
  ['an unknown target applies everything', MIGRATIONS, 'refuses an %s target before anything runs'],
  [
    'a migration out of order runs, or is skipped, in silence',
    MIGRATIONS,
    'refuses a migration that comes before an applied one',
  ],
  ['applied migrations without a file are invisible', RECORD, 'shows a migration whose file is gone'],
  ['an older migration is rolled back where the newest has no file', RECORD, 'rolls back no older one in its place'],
  ['a rollback goes by names', RECORD, 'rolls back what was applied last, whatever the names say'],
  ['a negative number of steps rolls everything back', MIGRATIONS, 'refuses to roll back %s steps'],
  [
    'the irreversible one is found after others are rolled back',
    MIGRATIONS,
    'refuses an irreversible rollback before anything of it runs',
  ],
  [
    'a broken file is found after others have run',
    RECORD,
    'has no first half where the second file cannot even be loaded',
  ],
  ['a stale host has an applied migration run again', RECORD, 'is read and written at QUORUM'],
  [
    'files of other names are passed over in silence',
    MIGRATIONS,
    'names every file that is no migration, and two of one name',
  ],
  ['a wrong directory counts as nothing to do', MIGRATIONS, 'refuses a directory that is not there'],
  ['the thousandth migration is never found', 'unit/history/migration-name.spec.ts', 'by number as a number'],
  ['nobody knows who applied what, and when', RECORD, 'says who did what, when, in which run'],
  ['names that need quotes fail', RECORD, 'is kept in a keyspace whose name needs quotes'],
  ['a dry run writes', CLI, 'writes nothing at all'],
  [
    'a migration that destroys something runs unasked',
    MIGRATIONS,
    'refuses a script that destroys something, before anything runs',
  ],
  // Data.
  ['a SELECT ends after its first page', CODE, 'reads every page of a table, not only the first'],
  ['a backfill fills the memory with its own record', RECORD, 'does not grow without end'],
];

describe('how migrations are known to fail', () => {
  it.each(PREVENTED)('%s: a test prevents that', (_, spec, title) => {
    expect(readFileSync(join(ROOT, spec), 'utf8')).toContain(title);
  });
});
