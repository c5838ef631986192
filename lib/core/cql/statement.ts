import { classifyTokens, type StatementClass } from './classify-statement.js';
import { findDefect, type Defect } from './find-defect.js';
import { significantTokens, type Token } from '../lexer/tokenize.js';
import { quoteName } from '../model/identifier.js';

/** A statement of a script or of code, read once. */
export interface Statement {
  readonly cql: string;
  readonly class: StatementClass;
  /** Why no server would run it. */
  readonly defect?: Defect | undefined;
}

/** Whether a statement is USE of the target keyspace: names without a keyspace mean it already. */
export function isNeedlessUse({ class: read, defect }: Statement, keyspace: string | undefined): boolean {
  if (read.kind !== 'use' || defect || !read.name) return false;
  return read.name.keyspace === undefined && read.name.name === keyspace;
}

export function readStatement(cql: string): Statement {
  return statementOf(cql, significantTokens(cql));
}

/** The same where the significant tokens are at hand. */
export function statementOf(cql: string, tokens: readonly Token[]): Statement {
  const statement = classifyTokens(tokens);
  const defect = findDefect(tokens, statement);
  return defect ? { cql, class: statement, defect } : { cql, class: statement };
}

/** A backfill as one statement of plans and journals. A run carries it out itself: no server knows it. */
export function backfillStatement(name: string, table: string, columns: readonly string[]): Statement {
  const cql = `${BACKFILL} ${quoteName(name)} FROM ${quoteName(table)} (${columns.map(quoteName).join(', ')})`;
  return { cql, class: { kind: 'write', verb: 'UPDATE' } };
}

/** The start of a backfill that runs in the background. */
export function backgroundStatement(name: string): Statement {
  return { cql: `${BACKFILL} ${quoteName(name)} IN BACKGROUND`, class: { kind: 'write', verb: 'UPDATE' } };
}

/** The same for a copy of a table. */
export function copyStatement(name: string, from: string, to: string): Statement {
  const cql = `${BACKFILL} ${quoteName(name)} FROM ${quoteName(from)} INTO ${quoteName(to)}`;
  return { cql, class: { kind: 'write', verb: 'UPDATE' } };
}

/** Whether a text that code has recorded is a backfill. */
export const isBackfill = (cql: string): boolean => cql.startsWith(`${BACKFILL} `);

const BACKFILL = 'BACKFILL';
