import type { StatementRisk } from '../cql/classify-statement.js';
import { shortChecksum } from './history.js';
import { InvalidPlanError } from './plan-errors.js';

/** Plan of `apply`, for review before it runs; plain JSON. */
export interface MigrationPlan {
  readonly version: 1;
  readonly keyspace: string;
  /** Requested target; `null` means everything that is pending. */
  readonly target: string | null;
  /** SHA-256 over what is recorded as applied, and over the schema of the keyspace. */
  readonly history: string;
  readonly schema: string;
  readonly migrations: readonly PlannedMigration[];
}

export interface PlannedMigration {
  readonly name: string;
  readonly checksum: string;
  /** Statements; for code as a dry run finds them: its reads return no rows then. */
  readonly statements: readonly PlannedStatement[];
}

export interface PlannedStatement {
  readonly cql: string;
  readonly risk: StatementRisk;
}

/** Everything that is not as it was when the plan was made, in words. */
export function comparePlans(plan: MigrationPlan, now: MigrationPlan): readonly string[] {
  if (plan.keyspace !== now.keyspace) return [`the plan is for keyspace ${plan.keyspace}, not ${now.keyspace}`];
  return [
    ...(plan.history === now.history ? [] : ['other migrations are applied now']),
    ...(plan.schema === now.schema ? [] : [`the schema of ${now.keyspace} is another one now`]),
    ...plan.migrations.flatMap((planned) => changesOf(planned, now.migrations.find(isCalled(planned.name)))),
    ...now.migrations
      .filter(({ name }) => !plan.migrations.some(isCalled(name)))
      .map(({ name }) => `${name} is pending now, and not in the plan`),
  ];
}

const isCalled = (name: string) => (migration: PlannedMigration) => migration.name === name;

function changesOf(planned: PlannedMigration, now: PlannedMigration | undefined): readonly string[] {
  const { name, checksum } = planned;
  if (!now) return [`${name} is in the plan, and not pending now`];
  if (checksum !== now.checksum) {
    return [`${name} changed: planned ${shortChecksum(checksum)}, file ${shortChecksum(now.checksum)}`];
  }
  const isSame = JSON.stringify(planned.statements) === JSON.stringify(now.statements);
  return isSame ? [] : [`${name} would send other statements now`];
}

/** @throws InvalidPlanError */
export function parsePlan(text: string): MigrationPlan {
  const value = valueOf(text);
  if (!isPlan(value)) throw new InvalidPlanError('it is no plan of migrations');
  return value;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidPlanError('it is no JSON', error);
  }
}

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isListOf = (shape: Shape) => (value: unknown) => Array.isArray(value) && value.every((item) => fits(item, shape));

function fits(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return Object.entries(shape).every(([key, isRight]) => isRight(fields.get(key)));
}

const RISKS: readonly unknown[] = ['safe', 'costly', 'destructive', 'data'] satisfies readonly StatementRisk[];

const STATEMENT: Shape = { cql: isText, risk: (value) => RISKS.includes(value) };
const MIGRATION: Shape = { name: isText, checksum: isText, statements: isListOf(STATEMENT) };
const PLAN: Shape = {
  version: (value) => value === 1,
  keyspace: isText,
  target: (value) => value === null || isText(value),
  history: isText,
  schema: isText,
  migrations: isListOf(MIGRATION),
};

export const isPlan = (value: unknown): value is MigrationPlan => fits(value, PLAN);
