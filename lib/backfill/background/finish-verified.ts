import { MAX_TOKEN, MIN_TOKEN } from '../../core/backfill/token-range.js';
import { inTurns } from '../../session/in-time.js';
import type { Database } from '../../session/session.js';
import { recordedRows, recordOf } from '../backfill-status.js';
import { draftRecord, hasBegun, type LeasedAccess } from '../begin-backfill.js';
import { BackfillNotRunningError, BackfillNotVerifiedError, BackfillRefusedError } from '../errors.js';
import { RangeRows } from '../range-rows.js';
import { ownersAtWork } from '../slice.js';
import { SourceTable } from '../source-table.js';
import { StateRow, type BackfillRecord, type StateChange } from '../state-row.js';
import { fingerprintOf, type DefinedBackfill } from './background-definition.js';
import { withRunnable } from './open-defined.js';
import { underBackfillLock, type BackfillLocking } from './under-backfill-lock.js';

export interface Finishing extends BackfillLocking {
  readonly defined: DefinedBackfill;
}

/** The state of a backfill before its rows are compared. */
export interface Finishable {
  /** Undefined where it was never started. */
  readonly record: BackfillRecord | undefined;
  readonly identity: Identity;
}

/** Identity of what is compared: of the definition, and of its tables as they are. */
interface Identity {
  readonly fingerprint: string;
  readonly table: string;
  readonly shape: string;
}

/**
 * Looks whether a backfill may be finished once its rows are compared: it is not cancelled, no process works on it, and all
 * that it keeps can be compared.
 * @throws BackfillRefusedError | BackfillNotRunningError | LockHeldError
 */
export async function beginFinishing(finishing: Finishing): Promise<Finishable> {
  const { defined, database: connect } = finishing;
  refuseTimes(defined);
  const database = await connect();
  return underBackfillLock(defined.name, finishing, async () => {
    const record = await recordAtRest(defined.name, database);
    return { record, identity: await identityOf(defined, database) };
  });
}

/**
 * Notes that a backfill is finished whose rows are all as it would write them, whoever has written them.
 *
 * While the rows are compared nothing is locked. So this holds the lock of the backfill, and looks again: no process may be
 * at work, and the run, the definition and the tables must be those that were compared. A run that was begun anew, a cancel
 * and a table that was created anew are refused; a paused backfill may be finished. Its ranges are noted as done, and dead
 * rows are forgotten: they were compared like all others.
 * @throws BackfillRefusedError | BackfillNotRunningError | BackfillNotVerifiedError | LockHeldError
 */
export async function finishVerified(finishing: Finishing, { record, identity }: Finishable, rows: number) {
  const { defined, database: connect } = finishing;
  const { name } = defined;
  const database = await connect();
  await underBackfillLock(name, finishing, async (access, owner) => {
    const found = await recordAtRest(name, database);
    if (found?.run !== record?.run) throw new BackfillNotRunningError(name, 'begun anew');
    if (found?.state === 'finished') return;
    if ((await identityOf(defined, database)).fingerprint !== identity.fingerprint) throw changedMeanwhile(name);
    await finish(found ?? newRecord(name, access), { access, owner, identity, rows, isNew: found === undefined });
  });
}

interface Noting {
  readonly access: LeasedAccess;
  readonly owner: string;
  readonly identity: Identity;
  /** Number of rows that were compared. */
  readonly rows: number;
  readonly isNew: boolean;
}

async function finish(record: BackfillRecord, noting: Noting): Promise<void> {
  const { access, identity, isNew } = noting;
  const { fingerprint, table, shape } = identity;
  const state = new StateRow(access.records, access.runtime, record.name);
  const begun: BackfillRecord = hasBegun(record) ? record : { ...record, ranges: 1, timestamp: timeOf(access) };
  await noteRangesDone(record, noting);
  if (isNew && !(await state.insert({ ...begun, fingerprint, table, shape })))
    throw new BackfillNotRunningError(record.name, 'begun anew');
  const change: StateChange = {
    state: 'finished',
    reason: null,
    finished_at: access.runtime.now(),
    fingerprint,
    table_name: table,
    table_shape: shape,
    ranges: begun.ranges,
    write_timestamp: String(begun.timestamp),
  };
  if (await state.change(record.run, ['running', 'paused'], change)) return;
  throw new BackfillNotRunningError(
    record.name,
    (await state.load())?.state === 'cancelled' ? 'cancelled' : 'begun anew',
  );
}

const WHOLE = { start: MIN_TOKEN, end: MAX_TOKEN };
const NOTED_AT_ONCE = 16;

/** One that had not begun gets one range, with all rows. The ranges come before the state: a crash in between loses nothing. */
async function noteRangesDone(record: BackfillRecord, { access, owner, rows }: Noting): Promise<void> {
  const ranges = new RangeRows(access, record.name, record.run, owner);
  if (!hasBegun(record)) await ranges.create([WHOLE]);
  const left = (await ranges.load()).filter(({ done }) => !done);
  await inTurns(left, NOTED_AT_ONCE, (slice) =>
    ranges.checkpoint({
      ...slice,
      token: slice.range.end,
      done: true,
      rows: hasBegun(record) ? slice.rows : rows,
    }),
  );
  await inTurns(await ranges.deadRows(), NOTED_AT_ONCE, ({ key }) => ranges.revive(key));
}

const newRecord = (name: string, { runtime }: LeasedAccess): BackfillRecord =>
  draftRecord({ name, background: true, migration: undefined, rate: undefined, concurrency: undefined }, runtime);

const timeOf = ({ hold, runtime }: LeasedAccess) => hold.timestamp() ?? runtime.now().getTime() * 1_000;

/** @throws BackfillRefusedError | BackfillNotRunningError */
async function recordAtRest(name: string, database: Database): Promise<BackfillRecord | undefined> {
  const record = await recordOf(name, database);
  if (!record) return undefined;
  if (record.state === 'cancelled') throw new BackfillNotRunningError(name, 'cancelled');
  const slices = await recordedRows(record, database).load();
  const { size } = ownersAtWork(slices, database.runtime.now());
  if (size === 0 || record.state === 'finished') return record;
  const problem = `it cannot be finished by its verification: ${size === 1 ? 'a process was' : `${size} processes were`} at work on it in the last 15 s`;
  throw new BackfillRefusedError(
    name,
    problem,
    `Pause it, wait 15 s and verify it again: coodie backfill pause ${name}`,
  );
}

function identityOf(defined: DefinedBackfill, database: Database): Promise<Identity> {
  return withRunnable(defined, database, async ({ backfill, text }, session) => {
    const source = await SourceTable.open(session, backfill);
    const { table } = backfill;
    return { fingerprint: fingerprintOf(text, backfill, source), table, shape: source.shapeText };
  });
}

function refuseTimes(defined: DefinedBackfill): void {
  if (defined.kind === 'rows' || defined.copy.preserve === 'none') return;
  const { name, copy } = defined;
  const problem = `it cannot be finished by its verification: that compares values, and not the times that preserve: '${copy.preserve}' keeps`;
  throw new BackfillRefusedError(name, problem, `Run it: coodie backfill run ${name}`);
}

function changedMeanwhile(name: string): BackfillNotVerifiedError {
  const problem = 'its definition or a table has changed while the rows were compared';
  return new BackfillNotVerifiedError(name, problem, 'Verify it again.');
}
