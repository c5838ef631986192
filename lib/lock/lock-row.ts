import type { LockHolder } from '../core/progress/lock-holder.js';
import { LOCK_TABLE, qualified } from '../session/own-tables.js';
import type { ExecuteOptions, Result, Row, Session } from '../session/session.js';

/** The row that every run of migrations takes; Python's coodie calls it so. */
const LOCK_ID = 'coodie_migration_lock';
const CONDITIONAL: ExecuteOptions = { consistency: 'quorum' };

/** The one row of the lock table, changed only by lightweight transactions. All times to live are in seconds. */
export class LockRow {
  readonly table: string;

  constructor(
    private readonly session: Session,
    private readonly timeout: number,
    private readonly id: string = LOCK_ID,
  ) {
    this.table = qualified(session.keyspace, LOCK_TABLE);
  }

  /** Takes the row if there is none, or if only its owner has expired; returns the holder that is in the way, if any. */
  async take(owner: string, acquiredAt: Date, ttl: number): Promise<LockHolder | undefined> {
    const { applied, rows } = await this.change(
      `INSERT INTO ${this.table} (lock_id, acquired_at, owner) VALUES (?, ?, ?) IF NOT EXISTS USING TTL ${ttl}`,
      [this.id, acquiredAt, owner],
    );
    if (applied) return undefined;
    return hasOwner(rows[0]) ? rivalOf(rows[0], owner) : this.takeOrphan(owner, acquiredAt, ttl);
  }

  /** Writes every column again: one that is not written keeps its old time to live, and a row without an owner blocks Python's coodie. */
  async renew(owner: string, acquiredAt: Date, ttl: number): Promise<boolean> {
    const { applied } = await this.change(
      `UPDATE ${this.table} USING TTL ${ttl} SET acquired_at = ?, owner = ? WHERE lock_id = ? IF owner = ?`,
      [acquiredAt, owner, this.id, owner],
    );
    return applied;
  }

  async release(owner: string): Promise<boolean> {
    const { applied } = await this.change(`DELETE FROM ${this.table} WHERE lock_id = ? IF owner = ?`, [this.id, owner]);
    return applied;
  }

  /** The holder as lightweight transactions see it: reading it so also settles a request whose answer was lost. */
  holder(): Promise<LockHolder | undefined> {
    return this.read('serial');
  }

  /** The holder as a plain read sees it: much cheaper than `holder`, and no proof. */
  look(): Promise<LockHolder | undefined> {
    return this.read('quorum');
  }

  private async read(consistency: 'serial' | 'quorum'): Promise<LockHolder | undefined> {
    const { rows } = await this.session.execute(
      `SELECT owner, acquired_at, TTL(owner) AS ttl, WRITETIME(owner) AS written FROM ${this.table} WHERE lock_id = ?`,
      [this.id],
      { consistency, timeout: this.timeout, idempotent: true },
    );
    return hasOwner(rows[0]) ? holderOf(rows[0]) : undefined;
  }

  private async takeOrphan(owner: string, acquiredAt: Date, ttl: number): Promise<LockHolder | undefined> {
    const { applied, rows } = await this.change(
      `UPDATE ${this.table} USING TTL ${ttl} SET acquired_at = ?, owner = ? WHERE lock_id = ? IF owner = NULL`,
      [acquiredAt, owner, this.id],
    );
    return applied ? undefined : rivalOf(rows[0] ?? {}, owner);
  }

  private change(cql: string, params: readonly unknown[]): Promise<Result> {
    return this.session.execute(cql, params, { ...CONDITIONAL, timeout: this.timeout });
  }
}

/** An empty name is an owner like any other, from which no run may take the lock. */
function hasOwner(row: Row | undefined): row is Row {
  return row !== undefined && row['owner'] !== null && row['owner'] !== undefined;
}

/** A request that was sent twice finds its own first one in the way. */
function rivalOf(row: Row, owner: string): LockHolder | undefined {
  return row['owner'] === owner ? undefined : holderOf(row);
}

function holderOf(row: Row): LockHolder {
  const microseconds = row['written'] === undefined || row['written'] === null ? Number.NaN : Number(row['written']);
  return {
    owner: typeof row['owner'] === 'string' ? row['owner'] : '',
    acquiredAt: row['acquired_at'] instanceof Date ? row['acquired_at'] : undefined,
    renewedAt: Number.isFinite(microseconds) ? new Date(microseconds / 1000) : undefined,
    expiresIn: typeof row['ttl'] === 'number' ? row['ttl'] : undefined,
  };
}
