import { visible, visibleStatement } from '../core/text/visible.js';
import type { Paint } from './paint.js';
import { indent } from './columns.js';
import { formatCount } from '../core/text/figures.js';

export interface ResetView {
  readonly keyspace: string;
  readonly dryRun: boolean;
  readonly statements: readonly string[];
  /** Tables that stay. */
  readonly left: readonly string[];
  /** Names of what `schema.ignore` keeps. */
  readonly ignored: readonly string[];
}

/** Lists everything that would be dropped, and the tables that would stay. */
export function presentReset(view: ResetView, paint: Paint): string {
  const { keyspace, dryRun, statements } = view;
  const title = paint.bold(visible(keyspace));
  if (statements.length === 0) return [`${title} · nothing to drop`, ...leftLines(view)].join('\n');
  const ending = dryRun ? ' · dry run: nothing is sent' : '';
  return [
    `${title} · ${formatCount(statements.length, 'object')} would be dropped, with all data${ending}`,
    '',
    ...statements.map((cql) => indent(`${visibleStatement(cql)};`, '    ')),
    ...leftLines(view),
  ].join('\n');
}

export function presentResetDone(view: ResetView, paint: Paint): string {
  const { keyspace, statements, ignored } = view;
  const state = ignored.length === 0 ? 'is empty' : 'is empty but for what is ignored';
  return [
    `${paint.green('✔')} ${visible(keyspace)} ${state} · ${formatCount(statements.length, 'object')} dropped`,
    ...leftLines(view),
  ].join('\n');
}

function leftLines({ left, ignored }: ResetView): readonly string[] {
  const list = (names: readonly string[]) => names.map(visible).join(', ');
  return [
    ...(left.length === 0 ? [] : [`  left: ${list(left)}, which keeps other runs out`]),
    ...(ignored.length === 0 ? [] : [`  left: ${list(ignored)}, as schema.ignore says`]),
  ];
}
