import { findRepeatObstacle, type IsSetOrMap, type RepeatObstacle } from '../cql/is-repeatable-write.js';
import { clauseOf, readDataStatements } from '../cql/data-statement.js';
import type { QualifiedName } from '../cql/qualified-name.js';
import { statementOf } from '../cql/statement.js';
import { isKeyword, significantTokens } from '../lexer/tokenize.js';
import { eachIsGiven } from '../model/identifier.js';

/** A statement that a backfill may send, or the reason why it must not. */
export type BackfillWrite =
  | { readonly kind: 'allowed'; readonly verb: 'INSERT' | 'UPDATE' | 'DELETE'; readonly table: QualifiedName }
  | { readonly kind: 'refused'; readonly problem: string; readonly hint: string };

/**
 * Reads one statement of a backfill by its tokens. Only a write that has the same effect the second time is allowed: after
 * a crash or a lost answer it is sent again. Whether `tags = tags + ?` is one depends on the type of the column, so it is
 * refused for a column that is not known to be a set or a map.
 */
export function readBackfillWrite(cql: string, isSetOrMap?: IsSetOrMap): BackfillWrite {
  const tokens = significantTokens(cql);
  const { class: statement, defect } = statementOf(cql, tokens);
  if (defect) return { kind: 'refused', problem: defect.problem, hint: defect.hint ?? 'Correct the statement.' };
  if (statement.kind === 'batch') return BATCH;
  const [write, ...more] = readDataStatements(tokens);
  if (statement.kind !== 'write' || !write?.table || write.verb === 'SELECT' || more.length > 0) return NO_WRITE;
  const obstacle = findRepeatObstacle(write, isSetOrMap);
  return obstacle ? REFUSALS[obstacle] : { kind: 'allowed', verb: write.verb, table: write.table };
}

const BATCH: BackfillWrite = {
  kind: 'refused',
  problem: 'it is a batch',
  hint: 'Return its statements as a list; each of them is repeatable, so they need not take effect together.',
};

const NO_WRITE: BackfillWrite = {
  kind: 'refused',
  problem: 'it is not one INSERT, UPDATE or DELETE',
  hint: 'Send everything else with execute(), before or after the backfill.',
};

const REFUSALS: Readonly<Record<RepeatObstacle, BackfillWrite>> = {
  condition: {
    kind: 'refused',
    problem: 'it has a condition (IF)',
    hint: 'Name the columns that must not have changed as the guard of the backfill.',
  },
  function: {
    kind: 'refused',
    problem: 'it calls a function that may return another value the second time',
    hint: 'Compute the value from the row and pass it as a parameter.',
  },
  assignment: {
    kind: 'refused',
    problem: 'it changes a counter or a list by what it was',
    hint: 'Assign the whole value. Only a column of the table that is a set or a map may be added to.',
  },
  element: {
    kind: 'refused',
    problem: 'it deletes an element of a list by its position',
    hint: 'Assign the whole list.',
  },
};

/**
 * An UPDATE that takes effect only while columns have given values, one marker for each; undefined for any other statement,
 * and for one that sets its own time: the servers refuse that together with a condition.
 */
export function withGuard(cql: string, columns: readonly string[], isSetOrMap?: IsSetOrMap): string | undefined {
  const read = readBackfillWrite(cql, isSetOrMap);
  if (read.kind === 'refused' || read.verb !== 'UPDATE' || columns.length === 0) return undefined;
  const tokens = significantTokens(cql);
  if (clauseOf(tokens, 'USING', 'SET').some((token) => isKeyword(token, 'TIMESTAMP'))) return undefined;
  const last = tokens.findLast(({ text }) => text !== ';');
  return `${cql.slice(0, last?.end)} IF ${eachIsGiven(columns)}`;
}
