import { type Claim, claimsFor, claimsLeft, conflictsWith, objectOf } from '../core/plan/claim.js';
import type { Step } from '../core/plan/step.js';
import { renderWithId } from '../core/render/render-change.js';
import { existingTables, JOURNAL_TABLE, ownRows } from '../session/own-tables.js';
import type { Runtime } from '../session/runtime.js';
import type { DdlSession, Session } from '../session/session.js';
import { ClaimsRow } from './claims-row.js';
import { EarlierStatementsError } from './errors.js';
import type { Lease } from './lease.js';

export interface ClaimsOptions {
  /** The session of the holder of the lock: what it writes late loses against the claims of later holders. */
  readonly ddl: DdlSession;
  readonly lease: Pick<Lease, 'confirm' | 'assertHeld'>;
  readonly runtime: Pick<Runtime, 'uuid'>;
  /** The keyspace that statements name, if they do. */
  readonly qualifier?: string | undefined;
}

/**
 * The claims of a keyspace in the hands of the holder of the lock. They are written before the first statement of a run is
 * sent, and every later holder reads them: a process that was stopped and a host that was paused may both go on at any
 * time. Where every host answers, nothing that was claimed before is under way any more.
 */
export class StatementClaims {
  private readonly row: ClaimsRow;
  private claims: readonly Claim[] = [];
  private earlier: readonly Claim[] = [];
  private readonly done = new Set<string>();
  private readonly unclear = new Set<string>();

  constructor(private readonly options: ClaimsOptions) {
    this.row = new ClaimsRow(options.ddl);
  }

  /**
   * Claims the statements of a plan for the work that runs them. The hosts must have agreed on the schema before; they
   * have agreed on it again when the work is done.
   * @throws EarlierStatementsError | UnreadableClaimsError
   */
  async during<T>(steps: readonly Step[], work: () => Promise<T>): Promise<T> {
    if (steps.length === 0) return work();
    await this.take(steps);
    const { ddl } = this.options;
    let isSettled = false;
    try {
      const result = await work();
      isSettled = ddl.silentHosts().length === 0;
      return result;
    } finally {
      await this.settle(isSettled);
    }
  }

  /** The text to send for a statement. */
  textOf({ object, cql, creates }: Step): string {
    const id = this.claims.find((claim) => claim.object === object && claim.cql === cql)?.id;
    return creates && id !== undefined ? renderWithId(creates, id, this.options.qualifier) : cql;
  }

  noteDone({ cql }: Step): void {
    this.done.add(cql);
  }

  noteUnclear({ cql }: Step): void {
    this.unclear.add(cql);
  }

  /** Notes that everything was dropped: what is created from now on are other tables. */
  async noteDropped(): Promise<void> {
    const isSettled = this.options.ddl.silentHosts().length === 0;
    const claims = isSettled ? [] : await this.row.read();
    await this.rewrite(claims.map((claim) => ({ ...claim, made: true })));
  }

  private async take(steps: readonly Step[]): Promise<void> {
    const { ddl, lease, runtime } = this.options;
    const silent = ddl.silentHosts();
    const earlier = await this.row.read();
    if (silent.length > 0) {
      const conflicts = conflictsWith(steps, [...earlier, ...(await openSteps(ddl))]);
      if (conflicts.length > 0) throw new EarlierStatementsError(ddl.keyspace, conflicts, silent);
    }
    this.claims = claimsFor(steps, earlier, () => runtime.uuid());
    this.earlier = earlier.filter((claim) => silent.length > 0 || this.claims.includes(claim));
    await lease.confirm();
    await this.row.write([...this.earlier, ...this.claims.filter((claim) => !this.earlier.includes(claim))]);
  }

  /**
   * Gives up the claims of statements whose outcome is known. Never fails, as the outcome of the work is what counts:
   * claims that stay too long hold up nothing while all hosts answer, and expire.
   */
  private async settle(isSettled: boolean): Promise<void> {
    const left = isSettled ? [] : claimsLeft(this.claims, this.earlier, { done: this.done, unclear: this.unclear });
    await this.rewrite(left).catch(() => {});
  }

  private async rewrite(claims: readonly Claim[]): Promise<void> {
    await this.options.lease.assertHeld();
    await this.row.write(claims);
  }
}

/**
 * Makes sure that no host which is silent may still run a statement of a sync about the object of another statement.
 * Sends nothing where every host answers.
 * @throws EarlierStatementsError | UnreadableClaimsError
 */
export async function assertUnclaimed(ddl: DdlSession, cql: string): Promise<void> {
  const silent = ddl.silentHosts();
  const object = silent.length === 0 ? undefined : objectOf(cql, ddl.keyspace);
  if (object === undefined) return;
  const claims = (await new ClaimsRow(ddl).read()).filter((claim) => claim.object === object);
  if (claims.length > 0) throw new EarlierStatementsError(ddl.keyspace, claims, silent);
}

/**
 * Statements of migrations that were sent and whose outcome is not known, as claims. They name no identity: whatever a
 * sync would send about the same object, it is another statement.
 */
async function openSteps(session: Session): Promise<readonly Claim[]> {
  if ((await existingTables(session, [JOURNAL_TABLE])).size === 0) return [];
  const { table, where, params } = ownRows(session, JOURNAL_TABLE);
  const query = `SELECT cql, state FROM ${table}${where}`;
  const { rows } = await session.execute(query, params, { consistency: 'quorum', idempotent: true });
  return rows.flatMap(({ cql, state }) => {
    const object = state === 'started' && typeof cql === 'string' ? objectOf(cql, session.keyspace) : undefined;
    return object === undefined ? [] : [{ object, cql: String(cql), made: true }];
  });
}
