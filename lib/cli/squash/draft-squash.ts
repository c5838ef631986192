import { differencesFrom, draftBaseline } from '../../core/draft/draft-baseline.js';
import type { DdlStatement } from '../../core/cql/classify-statement.js';
import type { LintMigration, LintStatement } from '../../core/lint/input/lint-migration.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { presentDifference } from '../../core/diff/present-difference.js';
import { fateOfWrite, type Fate } from './fate-of-writes.js';
import { SquashRefusedError } from './errors.js';

export interface SquashDraft {
  readonly statements: readonly string[];
  /** Literal writes to tables that are still there, in order. */
  readonly writes: readonly string[];
  /** Writes that are left out, because their rows are gone in the end. */
  readonly leftOut: number;
}

export interface Squashing {
  readonly migrations: readonly LintMigration[];
  /** The schema that they leave. */
  readonly schema: SchemaModel;
  /** The migrations in code whose writes are not needed. */
  readonly dropData: readonly string[];
}

/**
 * Drafts the one migration that stands for a chain of them.
 * @throws SquashRefusedError with everything that it cannot hold
 */
export function draftSquash({ migrations, schema, dropData }: Squashing): SquashDraft {
  const fates = migrations.flatMap((migration, index) => fatesIn(migration, migrations.slice(index), schema));
  const statements = draftBaseline(schema);
  const problems = [
    ...migrations.flatMap((migration) => problemsOf(migration, schema.keyspace, dropData)),
    ...fates.flatMap(({ fate, problem }) => (fate === 'unclear' ? [problem] : [])),
    ...differencesFrom(statements, schema).map((difference) => `It would differ: ${presentDifference(difference)}`),
  ];
  if (problems.length > 0) throw new SquashRefusedError([...new Set(problems)]);
  const kept = fates.filter(({ fate }) => fate === 'kept');
  return { statements, writes: kept.map(({ cql }) => cql), leftOut: fates.length - kept.length };
}

const MODELLED: ReadonlySet<DdlStatement['object']> = new Set(['table', 'type', 'index', 'materialized view']);

/** Everything of a migration that neither a schema nor a literal write can hold. */
function problemsOf(migration: LintMigration, own: string, dropData: readonly string[]): readonly string[] {
  const { name, origin, form, upgrade } = migration;
  const isInNeed = form === 'code' && upgrade.some(isData) && !dropData.includes(name);
  return [
    ...(isInNeed ? [`${origin} reads or writes rows in code, which a squash does not hold.`] : []),
    ...upgrade.flatMap((statement) => unheld(statement, own).map((what) => `${origin} ${what}.`)),
  ];
}

const isData = ({ class: { kind } }: LintStatement) => kind === 'read' || kind === 'write' || kind === 'batch';

function unheld({ class: read }: LintStatement, own: string): readonly string[] {
  if (read.kind === 'role' || read.kind === 'unknown') return ['has a statement about something that is no schema'];
  return read.kind === 'ddl' ? unheldChange(read, own) : [];
}

function unheldChange({ object, name, on }: DdlStatement, own: string): readonly string[] {
  if (object === 'other') return ['has a statement that no schema model holds'];
  if (!MODELLED.has(object)) return [`has a statement about a ${object}`];
  const keyspace = name?.keyspace ?? on?.keyspace ?? own;
  return keyspace === own ? [] : [`changes keyspace ${keyspace}`];
}

interface WriteFate {
  readonly cql: string;
  readonly fate: Fate;
  readonly problem: string;
}

/** The fate of each write of a script by the statements that follow it. */
function fatesIn(
  { form, origin, upgrade }: LintMigration,
  [, ...later]: readonly LintMigration[],
  schema: SchemaModel,
): readonly WriteFate[] {
  if (form !== 'script') return [];
  return upgrade.flatMap((statement, index) => {
    if (statement.class.kind !== 'write' && statement.class.kind !== 'batch') return [];
    const following = [...upgrade.slice(index + 1), ...later.flatMap((migration) => migration.upgrade)];
    const fate = fateOfWrite(statement, following, schema);
    return [{ cql: statement.cql, fate, problem: `${origin} writes rows of a table that is altered after it.` }];
  });
}
