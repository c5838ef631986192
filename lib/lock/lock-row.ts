import type { LockHolder } from '../core/lock-holder.js';
import { LOCK_TABLE, qualified } from '../session/own-tables.js';
import type { ExecuteOptions, Result, Row, Session } from '../session/session.js';

/** The row that everybody takes; Python's coodie calls it so. */
const LOCK_ID = 'coodie_migration_lock';
const CONDITIONAL: ExecuteOptions = { consistency: 'quorum' };

/** The one row of the lock table, changed only by lightweight transactions. All times to live are in seconds. */
export class LockRow {
  private readonly table: string;

  constructor(
    private readonly session: Session,
    private readonly timeout: number,
  ) {
    this.table = qualified(session.keyspace, LOCK_TABLE);
  }

  /** Takes the row where there is none, or where only its owner has expired. */
  async take(owner: string, acquiredAt: Date, ttl: number): Promise<boolean> {
    const { applied, rows } = await this.change(
      `INSERT INTO ${this.table} (lock_id, acquired_at, owner) VALUES (?, ?, ?) IF NOT EXISTS USING TTL ${ttl}`,
      [LOCK_ID, acquiredAt, owner],
    );
    if (applied || rows[0]?.['owner'] === owner) return true;
    return rows[0]?.['owner'] === null && this.takeOrphan(owner, acquiredAt, ttl);
  }

  /** Writes every column anew: what is not written keeps its old time to live, and a row without owner blocks everybody. */
  async renew(owner: string, acquiredAt: Date, ttl: number): Promise<boolean> {
    const { applied } = await this.change(
      `UPDATE ${this.table} USING TTL ${ttl} SET acquired_at = ?, owner = ? WHERE lock_id = ? IF owner = ?`,
      [acquiredAt, owner, LOCK_ID, owner],
    );
    return applied;
  }

  async release(owner: string): Promise<boolean> {
    const { applied } = await this.change(`DELETE FROM ${this.table} WHERE lock_id = ? IF owner = ?`, [LOCK_ID, owner]);
    return applied;
  }

  /** Who holds it, as lightweight transactions see it: this also settles one whose answer was lost. */
  async holder(): Promise<LockHolder | undefined> {
    const { rows } = await this.session.execute(
      `SELECT owner, acquired_at, TTL(owner) AS ttl, WRITETIME(owner) AS written FROM ${this.table} WHERE lock_id = ?`,
      [LOCK_ID],
      { consistency: 'serial', timeout: this.timeout, idempotent: true },
    );
    return rows[0]?.['owner'] ? holderOf(rows[0]) : undefined;
  }

  private async takeOrphan(owner: string, acquiredAt: Date, ttl: number): Promise<boolean> {
    const { applied } = await this.change(
      `UPDATE ${this.table} USING TTL ${ttl} SET acquired_at = ?, owner = ? WHERE lock_id = ? IF owner = NULL`,
      [acquiredAt, owner, LOCK_ID],
    );
    return applied;
  }

  private change(cql: string, params: readonly unknown[]): Promise<Result> {
    return this.session.execute(cql, params, { ...CONDITIONAL, timeout: this.timeout });
  }
}

function holderOf(row: Row): LockHolder {
  const microseconds = Number(row['written']);
  return {
    owner: String(row['owner']),
    acquiredAt: row['acquired_at'] instanceof Date ? row['acquired_at'] : undefined,
    renewedAt: Number.isFinite(microseconds) ? new Date(microseconds / 1000) : undefined,
    expiresIn: typeof row['ttl'] === 'number' ? row['ttl'] : undefined,
  };
}
