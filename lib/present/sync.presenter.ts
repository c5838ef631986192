import { visibleStatement } from '../core/text/visible.js';
import type { Paint } from './paint.js';
import { indent } from './columns.js';
import { formatCount } from '../core/text/figures.js';

/** The statements that `schema sync` would send. */
export function presentSyncDryRun(keyspace: string, statements: readonly string[], paint: Paint): string {
  if (statements.length === 0) return `${paint.bold(keyspace)} · nothing to do`;
  return [
    `${paint.bold(keyspace)} · ${formatCount(statements.length, 'statement')} would run · dry run: nothing is sent`,
    '',
    ...statements.map((cql) => indent(`${visibleStatement(cql)};`, '    ')),
  ].join('\n');
}
