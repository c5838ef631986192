import type { BackfillTrial } from '../backfill/try-backfill.js';
import { riskOfStatement, type StatementRisk } from '../core/cql/classify-statement.js';
import type { Direction } from '../core/progress/progress.js';
import { formatCount, formatDuration } from '../core/text/figures.js';
import { visible, visibleStatement } from '../core/text/visible.js';
import type { MigrationResult } from '../migrations/run/migration-result.js';
import { presentTrial } from './backfill-trial.presenter.js';
import { indent } from './columns.js';
import type { Paint } from './paint.js';

export interface ResultsView {
  readonly keyspace: string;
  readonly direction: Direction;
  readonly dryRun: boolean;
  readonly results: readonly MigrationResult[];
}

/** Renders the results of a run; for a dry run, the statements that would be sent. */
export function presentResults(view: ResultsView, paint: Paint): string {
  const { keyspace, direction, dryRun, results } = view;
  if (results.length === 0)
    return `${paint.bold(keyspace)} · nothing to ${direction === 'upgrade' ? 'apply' : 'roll back'}`;
  return dryRun ? presentDryRun(view, paint) : presentDone(view, paint);
}

function presentDone({ direction, results }: ResultsView, paint: Paint): string {
  const statements = results.reduce((sum, result) => sum + result.count, 0);
  const omitted = results.reduce((sum, result) => sum + result.omitted, 0);
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  const done = `${formatCount(results.length, 'migration')} ${direction === 'upgrade' ? 'applied' : 'rolled back'}`;
  const kept = omitted === 0 ? '' : ` (the texts of ${omitted} are not kept)`;
  return `\n${paint.green('✔')} ${done} · ${formatCount(statements, 'statement')}${kept} · ${formatDuration(milliseconds)}`;
}

function presentDryRun({ keyspace, direction, results }: ResultsView, paint: Paint): string {
  const would = direction === 'upgrade' ? 'would be applied' : 'would be rolled back';
  return [
    `${paint.bold(keyspace)} · ${formatCount(results.length, 'migration')} ${would} · dry run: nothing is sent`,
    ...presentStatements(results),
  ].join('\n');
}

type Planned = Pick<MigrationResult, 'name' | 'statements' | 'risks' | 'backfills'>;

/** Each migration with the exact statements, as a dry run found them. */
export function presentStatements(results: readonly Planned[]): readonly string[] {
  return results.flatMap(({ name, statements, risks = [], backfills = [] }) => [
    '',
    `  ${visible(name)}`,
    ...(statements.length === 0
      ? ['    no statements']
      : statements.map((cql, index) => presentStatement(cql, risks[index] ?? riskOfStatement(cql)))),
    ...backfills.flatMap(presentTrial).map((line) => indent(line, '    ')),
  ]);
}

/** The risk stands behind as a comment, so that the whole can be pasted. */
function presentStatement(cql: string, risk: StatementRisk): string {
  return indent(`${visibleStatement(cql)};  -- ${risk}`, '    ');
}

export interface ResultsJson {
  readonly keyspace: string;
  readonly direction: Direction;
  readonly dryRun: boolean;
  readonly migrations: readonly {
    readonly name: string;
    readonly statements: readonly string[];
    /** Number of statements in all, where `statements` does not have each of them. */
    readonly count?: number;
    /** Number of statements whose text is not among `statements`, where there are any. */
    readonly omitted?: number;
    readonly milliseconds: number;
    /** Backfills, tried on some rows: of a dry run, where there are any. */
    readonly backfills?: readonly BackfillTrial[];
  }[];
}

export function resultsJson({ keyspace, direction, dryRun, results }: ResultsView): ResultsJson {
  return {
    keyspace,
    direction,
    dryRun,
    migrations: results.map(({ name, statements, count, omitted, milliseconds, backfills }) => ({
      name,
      statements,
      ...(count === statements.length ? {} : { count }),
      ...(omitted === 0 ? {} : { omitted }),
      milliseconds: Math.round(milliseconds),
      ...(backfills ? { backfills } : {}),
    })),
  };
}
