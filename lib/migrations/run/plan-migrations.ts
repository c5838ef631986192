import { createHash } from 'node:crypto';
import { riskOfStatement } from '../../core/cql/classify-statement.js';
import { comparePlans, type MigrationPlan, type PlannedMigration } from '../../core/history/migration-plan.js';
import { PlanOutdatedError } from '../../core/history/plan-errors.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { introspect } from '../../session/introspect.js';
import type { Session } from '../../session/session.js';
import type { History } from '../history/read-history.js';
import type { LoadedMigration } from '../source/loaded-migration.js';
import { dryRunMigration } from './run-migration.js';

export interface PlanSubject {
  readonly session: Session;
  readonly history: History;
  readonly selected: readonly LoadedMigration[];
  readonly target: string | undefined;
  /** Reads the schema of the keyspace. */
  readonly live?: (() => Promise<SchemaModel>) | undefined;
}

/** Plans a run, with the state that the plan relies on; sends reads only. */
export async function planMigrations({ session, live, ...subject }: PlanSubject): Promise<MigrationPlan> {
  const { history, selected, target } = subject;
  const { keyspace } = session;
  const [schema, migrations] = await Promise.all([
    live ? live() : introspect(session),
    Promise.all(selected.map((migration) => plannedOf(migration, keyspace))),
  ]);
  return {
    version: 1,
    keyspace,
    target: target ?? null,
    history: historyHash(history),
    schema: schemaHash(schema),
    migrations,
  };
}

/** @throws PlanOutdatedError where anything is not as it was when the plan was made */
export async function refuseOutdated(plan: MigrationPlan, subject: PlanSubject): Promise<void> {
  const differences = comparePlans(plan, await planMigrations(subject));
  if (differences.length > 0) throw new PlanOutdatedError(differences);
}

async function plannedOf(migration: LoadedMigration, keyspace: string): Promise<PlannedMigration> {
  const { name, statements, risks = [] } = await dryRunMigration(migration, 'upgrade', keyspace);
  return {
    name,
    checksum: migration.entry.checksum,
    statements: statements.map((cql, index) => ({ cql, risk: risks[index] ?? riskOfStatement(cql) })),
  };
}

function historyHash({ statuses, unfinished }: History): string {
  const applied = statuses
    .filter(({ appliedAt }) => appliedAt !== undefined)
    .map(({ name, recordedChecksum }) => [name, recordedChecksum]);
  const halfWay = [...unfinished].map(([name, { steps }]) => [name, steps.map(({ hash, state }) => [hash, state])]);
  return sha256(JSON.stringify([applied, halfWay]));
}

/** Hash of the schema without coodie's own tables, in an order that depends on names alone. */
function schemaHash({ tables, ...schema }: SchemaModel): string {
  const others = tables.filter(({ name }) => !name.startsWith('_coodie_'));
  return sha256(JSON.stringify(ordered({ ...schema, tables: others })));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, ordered(field)]));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
