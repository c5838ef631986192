import { createHash } from 'node:crypto';
import { maskSecrets } from '../../core/cql/mask-secrets.js';
import { canonicalText } from '../../core/history/history.js';
import type { JournalStep, StepState } from '../../core/history/journal-step.js';
import type { Direction } from '../../core/progress/progress.js';
import type { Lease } from '../../lock/lease.js';
import { JOURNAL_TABLE, ownRows, type OwnRows } from '../../session/own-tables.js';
import type { ExecuteOptions, Row, Session, Write } from '../../session/session.js';
import { HiddenHistoryError, type HistoryPlace, UnknownHistoryError, type NotedStep } from './errors.js';
import type { Recorder } from './recorder.js';

/** A statement and its place in a migration. */
export interface Step {
  readonly migration: string;
  readonly direction: Direction;
  readonly position: number;
  readonly cql: string;
}

const CONSISTENT: ExecuteOptions = { consistency: 'quorum', idempotent: true };

/** The run that keeps a journal, and the lock that it works under. */
export interface JournalKeeper {
  readonly recorder: Recorder;
  readonly lease: Pick<Lease, 'assertHeld'>;
}

/**
 * Outcome of each statement of a migration, written before it is sent and after it is answered. The journal of a run that has
 * lost its lock belongs to the next holder: each write throws LeaseLostError then, and nothing is sent.
 */
export class Journal {
  private readonly rows: OwnRows;

  constructor(
    private readonly session: Session,
    private readonly keeper: JournalKeeper,
  ) {
    this.rows = ownRows(session, JOURNAL_TABLE);
  }

  /** Notes that a statement is about to be sent. */
  begun({ migration, direction, position, cql }: Step, state: 'started' | 'found'): Promise<void> {
    const { owner, runId, runtime } = this.keeper.recorder;
    const { table, columns, params: key } = this.rows;
    const values = [migration, direction, position, maskSecrets(cql), hashOf(cql), state, owner, runId, runtime.now()];
    const params = [...key, ...values];
    return this.write({
      cql:
        `INSERT INTO ${table} (${columns}migration_name, direction, position, cql, hash, state, owner, run_id, started_at) ` +
        `VALUES (${params.map(() => '?').join(', ')})`,
      params,
    });
  }

  /** A migration in code begins: what it does beside its schema changes is not known, so its failure must show. */
  async began(migration: string, direction: Direction): Promise<void> {
    const whole = wholeOf(migration, direction);
    await this.begun(whole, 'started');
    await this.prove(whole, 'started', 'begun');
  }

  stopped(migration: string, direction: Direction, error: string): Promise<void> {
    return this.failed(wholeOf(migration, direction), error);
  }

  done(step: Step, milliseconds: number): Promise<void> {
    return this.settle(step, 'done', { milliseconds });
  }

  failed(step: Step, error: string): Promise<void> {
    return this.settle(step, 'failed', { error });
  }

  /** Records what an operator found out about a statement whose answer never came. */
  async settled(step: JournalStep, outcome: 'done' | 'not-done'): Promise<void> {
    if (outcome === 'done') await this.done(step, 0);
    else await this.failed(step, 'settled by hand: it had no effect');
    await this.prove(step, outcome === 'done' ? 'done' : 'failed', 'settled');
  }

  /**
   * Reads back the last note about a statement.
   * @throws HiddenHistoryError
   */
  async prove({ migration, direction, position }: Step, state: StepState, written: NotedStep): Promise<void> {
    const { table, condition, params } = this.rows;
    const query = `SELECT state FROM ${table} WHERE ${condition}migration_name = ? AND direction = ? AND position = ?`;
    const { rows } = await this.session.execute(query, [...params, migration, direction, position], CONSISTENT);
    if (rows[0]?.['state'] !== state) throw new HiddenHistoryError(migration, written);
  }

  /** Removes every step of a migration. Its end is recorded before, and seen: until then they say what was done. */
  cleared(migration: string): Promise<void> {
    const { table, condition, params } = this.rows;
    return this.write({
      cql: `DELETE FROM ${table} WHERE ${condition}migration_name = ?`,
      params: [...params, migration],
    });
  }

  private settle(step: Step, state: StepState, { milliseconds, error }: Settlement): Promise<void> {
    const duration = milliseconds === undefined ? null : Math.round(milliseconds);
    const { table, condition, params } = this.rows;
    return this.write({
      cql: `UPDATE ${table} SET state = ?, duration_ms = ?, error = ? WHERE ${condition}migration_name = ? AND direction = ? AND position = ?`,
      params: [state, duration, error ?? null, ...params, step.migration, step.direction, step.position],
    });
  }

  private async write({ cql, params }: Write): Promise<void> {
    await this.keeper.lease.assertHeld();
    await this.session.execute(cql, params, CONSISTENT);
  }
}

const wholeOf = (migration: string, direction: Direction): Step => ({ migration, direction, position: 0, cql: '' });

interface Settlement {
  readonly milliseconds?: number;
  readonly error?: string;
}

/** Hash of a statement. Line ends make no difference, as in the checksum of a file: a checkout on another system may change them. */
export function hashOf(cql: string): string {
  return createHash('sha256').update(canonicalText(cql)).digest('hex');
}

const STATES: readonly StepState[] = ['started', 'found', 'done', 'failed'];

const DIRECTIONS: readonly Direction[] = ['upgrade', 'downgrade'];

/** @throws UnknownHistoryError */
export function stepsOf(rows: readonly Row[]): readonly JournalStep[] {
  return rows.flatMap(stepOf);
}

/**
 * A row without a statement is the rest of an update that came after its migration was cleared.
 * @throws UnknownHistoryError
 */
function stepOf(row: Row): readonly JournalStep[] {
  if (typeof row['cql'] !== 'string') return [];
  const at = { table: JOURNAL_TABLE.name, row: String(row['migration_name']) };
  const state = knownValue(STATES, row['state'], { ...at, column: 'state' });
  const direction = knownValue(DIRECTIONS, row['direction'], { ...at, column: 'direction' });
  return [
    {
      migration: String(row['migration_name']),
      direction,
      position: Number(row['position']),
      cql: maskSecrets(row['cql']),
      hash: String(row['hash']),
      state,
      error: typeof row['error'] === 'string' ? row['error'] : undefined,
      owner: typeof row['owner'] === 'string' ? row['owner'] : undefined,
    },
  ];
}

/**
 * Returns the one of the values that coodie knows.
 * @throws UnknownHistoryError
 */
export function knownValue<T extends string>(known: readonly T[], value: unknown, place: HistoryPlace): T {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new UnknownHistoryError(place, value);
  return found;
}
