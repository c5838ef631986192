import { formatClaims, parseClaims, type Claim } from '../core/plan/claim.js';
import { LOCK_TABLE, qualified } from '../session/own-tables.js';
import type { ExecuteOptions, Session } from '../session/session.js';
import { UnreadableClaimsError } from './errors.js';

/** The row of the lock's table that holds the claims of a keyspace, beside the lock itself; for a tenant its name follows. */
const CLAIMS_ID = 'coodie_schema_claims';
/** Seconds until unsettled claims expire. */
const TTL = 86_400;
const CONSISTENT: ExecuteOptions = { consistency: 'quorum', idempotent: true, timeout: 10_000 };

/** The note of the statements that a sync is about to send. Only the holder of the lock writes it. */
export class ClaimsRow {
  private readonly table: string;
  private readonly id: string;

  constructor(private readonly session: Session) {
    const { keyspace, stateKeyspace } = session;
    this.table = qualified(stateKeyspace ?? keyspace, LOCK_TABLE);
    this.id = stateKeyspace === undefined ? CLAIMS_ID : `${CLAIMS_ID}:${keyspace}`;
  }

  /** @throws UnreadableClaimsError */
  async read(): Promise<readonly Claim[]> {
    const query = `SELECT owner FROM ${this.table} WHERE lock_id = ?`;
    const [row] = (await this.session.execute(query, [this.id], CONSISTENT)).rows;
    const text = row?.['owner'];
    if (typeof text !== 'string') return [];
    const claims = parseClaims(text);
    if (!claims) throw new UnreadableClaimsError(this.table, this.id);
    return claims;
  }

  async write(claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) {
      await this.session.execute(`DELETE FROM ${this.table} WHERE lock_id = ?`, [this.id], CONSISTENT);
      return;
    }
    const insert = `INSERT INTO ${this.table} (lock_id, owner) VALUES (?, ?) USING TTL ${TTL}`;
    await this.session.execute(insert, [this.id, formatClaims(claims)], CONSISTENT);
  }
}
