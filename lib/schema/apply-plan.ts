import type { Report } from '../core/progress/progress.js';
import { StatementFailedError } from '../session/errors.js';
import type { DdlSession } from '../session/session.js';

export interface Application {
  readonly ddl: DdlSession;
  readonly keyspace: string;
  readonly statements: readonly string[];
  /** Makes sure that the lock is still held. */
  readonly confirm: () => Promise<void>;
  /** Reads the schema again; answers the statements that are still to run. */
  readonly missing: () => Promise<readonly string[]>;
  readonly report: Report;
}

/** Runs the statements one by one on one coordinator; every host has agreed on the result when it returns. */
export async function applyPlan(application: Application): Promise<readonly string[]> {
  const { ddl, statements, keyspace, report } = application;
  const startedAt = performance.now();
  for (const position of statements.keys()) await runStatement(application, position);
  const hosts = await ddl.awaitAgreement();
  const milliseconds = performance.now() - startedAt;
  report({ kind: 'schema-in-sync', keyspace, statements: statements.length, hosts, milliseconds });
  return statements;
}

async function runStatement(application: Application, index: number): Promise<void> {
  const { statements } = application;
  const cql = statements[index] ?? '';
  const position = index + 1;
  const startedAt = performance.now();
  await application.confirm();
  application.report({ kind: 'statement-started', cql, position });
  try {
    await application.ddl.execute(cql);
  } catch (error) {
    if (await isMissing(application, cql)) throw new StatementFailedError(cql, position, statements.length, error);
  }
  application.report({ kind: 'statement-finished', cql, position, milliseconds: performance.now() - startedAt });
}

/** After a time-out a statement may have run all the same, and another process may have been first: the schema knows. */
async function isMissing({ ddl, missing }: Application, cql: string): Promise<boolean> {
  await ddl.awaitAgreement();
  return (await missing()).includes(cql);
}
