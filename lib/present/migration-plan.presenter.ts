import type { MigrationPlan } from '../core/history/migration-plan.js';
import { visible } from '../core/text/visible.js';
import type { Paint } from './paint.js';
import { formatCount } from '../core/text/figures.js';
import { presentStatements } from './results.presenter.js';

export interface PlanStyle {
  readonly paint: Paint;
  /** The file that it is kept in. */
  readonly out: string | undefined;
}

/** `migrate plan`: what would run, and how to run exactly that. */
export function presentMigrationPlan(plan: MigrationPlan, { paint, out }: PlanStyle): string {
  const planned = presentPlannedMigrations(plan, paint);
  if (plan.migrations.length === 0) return planned;
  return [
    planned,
    '',
    out === undefined
      ? 'Keep it with --out plan.json, and run exactly that: coodie migrate apply --plan plan.json'
      : `Run exactly that: coodie migrate apply --plan ${visible(out)}`,
  ].join('\n');
}

/** The same without the advice. */
export function presentPlannedMigrations({ keyspace, migrations }: MigrationPlan, paint: Paint): string {
  const title = paint.bold(keyspace);
  if (migrations.length === 0) return `${title} · nothing to apply`;
  const planned = migrations.map(({ name, statements }) => ({
    name,
    statements: statements.map(({ cql }) => cql),
    risks: statements.map(({ risk }) => risk),
  }));
  return [
    `${title} · ${formatCount(migrations.length, 'migration')} planned · nothing is sent`,
    ...presentStatements(planned),
  ].join('\n');
}
