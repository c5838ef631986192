import { visible, visibleStatement } from '../../core/text/visible.js';
import type { Paint } from '../terminal/paint.js';
import { indent } from './columns.js';
import { formatCount } from './figures.js';

export interface ResetView {
  readonly keyspace: string;
  readonly dryRun: boolean;
  readonly statements: readonly string[];
  /** Tables that stay. */
  readonly left: readonly string[];
}

/** Lists everything that would be dropped, and the tables that would stay. */
export function presentReset({ keyspace, dryRun, statements, left }: ResetView, paint: Paint): string {
  const title = paint.bold(visible(keyspace));
  if (statements.length === 0) return [`${title} · nothing to drop`, ...leftLine(left)].join('\n');
  const ending = dryRun ? ' · dry run: nothing is sent' : '';
  return [
    `${title} · ${formatCount(statements.length, 'object')} would be dropped, with all data${ending}`,
    '',
    ...statements.map((cql) => indent(`${visibleStatement(cql)};`, '    ')),
    ...leftLine(left),
  ].join('\n');
}

export function presentResetDone({ keyspace, statements, left }: ResetView, paint: Paint): string {
  return [
    `${paint.green('✔')} ${visible(keyspace)} is empty · ${formatCount(statements.length, 'object')} dropped`,
    ...leftLine(left),
  ].join('\n');
}

function leftLine(left: readonly string[]): readonly string[] {
  return left.length === 0 ? [] : [`  left: ${left.map(visible).join(', ')}, which keeps other runs out`];
}
