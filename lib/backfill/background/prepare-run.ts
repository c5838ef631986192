import { shapeDifference } from '../../core/backfill/table-shape.js';
import { draftRecord, forgetBackfill, hasBegun, planRun, type LeasedAccess } from '../begin-backfill.js';
import { fingerprintOf } from './background-definition.js';
import type { Backfill } from '../check-options.js';
import { BackfillNotRunningError, BackfillRefusedError, BackfillUnknownError } from '../errors.js';
import type { RunnableBackfill } from './open-defined.js';
import { refuseLateResume } from '../resume-backfill.js';
import { SourceTable } from '../source-table.js';
import { StateRow, type BackfillRecord } from '../state-row.js';

export interface PrepareOptions {
  /** Starts a backfill that no migration has started. */
  readonly start?: boolean | undefined;
  /** Starts again from the first row, whatever was done before. */
  readonly restart?: boolean | undefined;
  /** Goes on although the source of the backfill, or its table, has changed since it began. */
  readonly acceptChange?: boolean | undefined;
}

/** @publicApi */
export interface RunBackfillOptions extends PrepareOptions {
  /** Seconds to wait for another process that runs it. */
  readonly lockWait?: number | undefined;
  /** Ends the run; another one goes on where it stopped. */
  readonly signal?: AbortSignal | undefined;
}

/** @publicApi */
export interface ResumeBackfillOptions {
  /** Most rows per second from now on; 0 takes the limit away. */
  readonly rate?: number | undefined;
  /** Most writes in flight of each process from now on. */
  readonly concurrency?: number | undefined;
}

/** A backfill that may be worked on. */
export interface PreparedRun {
  readonly backfill: Backfill;
  readonly record: BackfillRecord;
}

/**
 * Makes a backfill ready to be worked on, under its lease: notes its ranges if that was not done, and makes sure that it is
 * still the one that was begun.
 * @throws BackfillUnknownError | BackfillRefusedError | BackfillNotRunningError
 */
export async function prepareRun(
  { backfill, text }: RunnableBackfill,
  access: LeasedAccess,
  options: PrepareOptions,
): Promise<PreparedRun> {
  const { name } = backfill;
  const state = new StateRow(access.records, access.runtime, name);
  const found = await startedRecord(state, access, options);
  if (found.state === 'finished') return { backfill, record: found };
  if (found.state === 'cancelled') throw new BackfillNotRunningError(name, 'cancelled');
  const source = await SourceTable.open(access.session, backfill);
  const fingerprint = fingerprintOf(text, backfill, source);
  if (!hasBegun(found)) return { backfill, record: await begin(found, { backfill, access, fingerprint, state }) };
  await refuseLateResume(found, backfill, access);
  if (found.fingerprint === fingerprint) return { backfill, record: found };
  if (!options.acceptChange) throw changed(found, source);
  return { backfill, record: await accept(found, { source, access, fingerprint, state }) };
}

async function startedRecord(
  state: StateRow,
  access: LeasedAccess,
  { start, restart }: PrepareOptions,
): Promise<BackfillRecord> {
  const { name } = state;
  const found = await state.load();
  if (found && !found.background) throw inForeground(found);
  if (found && !restart) return found;
  if (!restart && !start) throw new BackfillUnknownError(name, [], true);
  return draftAnew(state, access, found ?? NOTHING);
}

type Earlier = Pick<BackfillRecord, 'migration' | 'rate' | 'concurrency'>;

const NOTHING: Earlier = { migration: undefined, rate: undefined, concurrency: undefined };

async function draftAnew(state: StateRow, access: LeasedAccess, earlier: Earlier): Promise<BackfillRecord> {
  const { name } = state;
  const { migration, rate, concurrency } = earlier;
  await forgetBackfill(name, access);
  await state.insert(draftRecord({ name, background: true, migration, rate, concurrency }, access.runtime));
  const record = await state.load();
  if (!record) throw new BackfillUnknownError(name, [], true);
  return record;
}

interface Beginning {
  readonly backfill: Backfill;
  readonly access: LeasedAccess;
  readonly fingerprint: string;
  readonly state: StateRow;
}

async function begin(draft: BackfillRecord, { backfill, access, fingerprint, state }: Beginning) {
  const record = { ...(await planRun(draft, backfill, access)), fingerprint };
  await changeOrRefuse(record, state, {
    fingerprint,
    table_name: record.table,
    table_shape: record.shape,
    ranges: record.ranges,
    write_timestamp: String(record.timestamp),
    started_at: record.startedAt,
    rate: record.rate ?? null,
    concurrency: record.concurrency ?? null,
  });
  return record;
}

/** The writes get a new time: at equal times the greater value would win, and not the later one. */
async function accept(
  record: BackfillRecord,
  { source, access, fingerprint, state }: Omit<Beginning, 'backfill'> & { readonly source: SourceTable },
): Promise<BackfillRecord> {
  const timestamp = access.hold.timestamp() ?? access.runtime.now().getTime() * 1_000;
  const shape = source.shapeText;
  await changeOrRefuse(record, state, { fingerprint, table_shape: shape, write_timestamp: String(timestamp) });
  return { ...record, fingerprint, shape, timestamp };
}

async function changeOrRefuse(
  { run, name }: BackfillRecord,
  state: StateRow,
  change: Parameters<StateRow['change']>[2],
): Promise<void> {
  if (!(await state.change(run, ['running', 'paused'], change))) throw new BackfillNotRunningError(name, 'begun anew');
}

function changed(record: BackfillRecord, source: SourceTable): BackfillRefusedError {
  const what = shapeDifference(record.shape, record.table, source.shape) ?? 'its source has changed since it began';
  return new BackfillRefusedError(
    record.name,
    what,
    'Go on with what is left: --accept-change.  Begin anew, with all rows: --restart',
  );
}

function inForeground({ name, migration = 'a migration' }: BackfillRecord): BackfillRefusedError {
  return new BackfillRefusedError(name, `it is a part of ${migration}, which runs it`, 'Run: coodie migrate apply');
}
