import { readStatement } from '../core/cql/statement.js';
import { tracedText } from '../core/cql/traced-text.js';
import type { Step } from '../core/plan/step.js';
import type { Report } from '../core/progress/progress.js';
import type { StatementClaims } from '../lock/statement-claims.js';
import { StatementFailedError, UnclearOutcomeError } from '../session/errors.js';
import type { DdlSession } from '../session/session.js';
import { inSpan, type Telemetry } from '../session/telemetry.js';

export interface Application {
  readonly ddl: DdlSession;
  readonly keyspace: string;
  readonly steps: readonly Step[];
  /** Claims of the steps, taken. */
  readonly claims: StatementClaims;
  /** Makes sure that the lock is still held. */
  readonly confirm: () => Promise<void>;
  /** Reads the schema again; returns the statements that are still to run. */
  readonly missing: () => Promise<readonly string[]>;
  readonly report: Report;
  readonly telemetry: Telemetry;
}

/** Runs the statements one by one on one coordinator; every host has agreed on the result when it returns. */
export async function applyPlan(application: Application): Promise<readonly string[]> {
  const { ddl, steps, keyspace, report } = application;
  const startedAt = performance.now();
  for (const [index, step] of steps.entries()) await runStep(application, step, index + 1);
  const hosts = await ddl.awaitAgreement();
  const milliseconds = performance.now() - startedAt;
  report({ kind: 'schema-in-sync', keyspace, statements: steps.length, hosts, milliseconds });
  return steps.map(({ cql }) => cql);
}

function runStep(application: Application, step: Step, position: number): Promise<void> {
  const { telemetry, keyspace } = application;
  const attributes = () => ({
    'db.namespace': keyspace,
    'db.query.text': tracedText(readStatement(step.cql)),
    'coodie.statement.position': position,
  });
  return inSpan({ telemetry, name: 'coodie.ddl', attributes }, () => sendStep(application, step, position));
}

async function sendStep(application: Application, step: Step, position: number): Promise<void> {
  const { steps, claims, report } = application;
  const { cql } = step;
  const startedAt = performance.now();
  await application.confirm();
  report({ kind: 'statement-started', cql, position });
  try {
    await application.ddl.execute(claims.textOf(step));
  } catch (error) {
    if (error instanceof UnclearOutcomeError) claims.noteUnclear(step);
    if (await isMissing(application, cql)) throw new StatementFailedError(cql, position, steps.length, error);
  }
  claims.noteDone(step);
  report({ kind: 'statement-finished', cql, position, milliseconds: performance.now() - startedAt });
}

/** After a time-out a statement may have run all the same, and another process may have been first: the schema knows. */
async function isMissing({ ddl, missing }: Application, cql: string): Promise<boolean> {
  await ddl.awaitAgreement();
  return (await missing()).includes(cql);
}
