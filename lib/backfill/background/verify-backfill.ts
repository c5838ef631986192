import { createHash } from 'node:crypto';
import type { Report } from '../../core/progress/progress.js';
import type { Database, Session } from '../../session/session.js';
import type { DefinedBackfill } from './background-definition.js';
import type { Copy } from '../copy/check-copy.js';
import { prepareCopy } from '../copy/prepare-copy.js';
import { compareCopy } from '../copy/verify-copy.js';
import type { ComparisonTools } from '../in-passes.js';
import { PatientReads } from '../patient-reads.js';
import type { BackfillVerification } from './results.js';
import { verifyRows, type RowVerification } from './verify-rows.js';

/** A verification apart from the state of the backfill. */
type Verdict = Omit<BackfillVerification, 'name' | 'state'>;

export interface Comparing {
  readonly database: Pick<Database, 'session' | 'openForCopy' | 'runtime'>;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Compares the values of a copy as well. */
  readonly hash: boolean;
}

/**
 * Compares both sides of a backfill. Writes nothing. What the application changes meanwhile, or later in the target alone, is
 * a difference.
 * @throws BackfillRefusedError | BackfillNotVerifiedError
 */
export async function verifyBackfill(defined: DefinedBackfill, comparing: Comparing): Promise<Verdict> {
  const { database, report, signal, hash } = comparing;
  signal.throwIfAborted();
  const { session, runtime } = database;
  const tools = { name: defined.name, runtime, report, signal };
  const exact = await database.openForCopy();
  try {
    if (defined.kind === 'copy') return await copyVerdict(defined.copy, { session: exact, tools, hash });
    return await rowsVerdict({ backfill: defined.backfill, session, target: exact, tools });
  } finally {
    await exact.close();
  }
}

interface CopyComparing {
  readonly session: Session;
  readonly tools: ComparisonTools;
  readonly hash: boolean;
}

async function copyVerdict(copy: Copy, { session, tools, hash }: CopyComparing): Promise<Verdict> {
  const { plan } = await new PatientReads(tools).ask(() => prepareCopy(copy, session));
  const compared = hash ? 'hash' : 'count';
  const compare = { copy: { ...copy, verify: compared }, plan, session, tools, digest } as const;
  const { isEqual, wanted, found, ranges, rows } = await compareCopy(compare);
  const outcome = isEqual ? 'equal' : 'different';
  const sides = { table: copy.from, into: copy.to, rows: wanted, found, differing: undefined };
  return { compared, outcome, ...sides, ranges, examples: rows, unchecked: [] };
}

async function rowsVerdict(verification: RowVerification): Promise<Verdict> {
  const compared = await verifyRows(verification);
  const isEqual = compared.differing === 0;
  const outcome = !isEqual ? 'different' : compared.unchecked.length === 0 ? 'equal' : 'unclear';
  const { table } = verification.backfill;
  return { compared: 'cells', outcome, table, into: undefined, found: undefined, ...compared };
}

/** A short, well-spread number for a text. */
export function digest(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE();
}
