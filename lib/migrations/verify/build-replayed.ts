import { emptySchema } from '../../core/model/schema-kinds.js';
import type { DdlStatement } from '../../core/cql/classify-statement.js';
import { withKeyspaces } from '../../core/cql/statement-keyspaces.js';
import { draftMigration } from '../../core/draft/draft-migration.js';
import { upgradesOf, type LintMigration } from '../../core/lint/input/lint-migration.js';
import { replayMigrations } from '../../core/replay/replay-migrations.js';
import type { Scratch } from './scratch.js';

/** Makes the schema that some migrations leave in one go, and records them as applied. */
export async function buildReplayed(
  scratch: Scratch,
  migrations: readonly LintMigration[],
  keyspace: string,
): Promise<void> {
  const target = migrations.at(-1)?.name;
  if (target === undefined) return;
  if (!migrations.every(isModelled)) {
    await scratch.migrations.apply({ target });
    return;
  }
  await execute(scratch, statementsFor(migrations, keyspace));
  await scratch.migrations.baseline({ target });
}

const MODELLED: ReadonlySet<DdlStatement['object']> = new Set(['table', 'type', 'index', 'materialized view']);

/** Functions, for example, are in no model: the migrations that make them are run. */
function isModelled({ upgrade, stopped, broken }: LintMigration): boolean {
  const isComplete = !broken && stopped.length === 0;
  return isComplete && upgrade.every(({ class: ddl }) => ddl.kind !== 'ddl' || MODELLED.has(ddl.object));
}

function statementsFor(migrations: readonly LintMigration[], keyspace: string): readonly string[] {
  const { schemas } = replayMigrations(upgradesOf(migrations), keyspace);
  return [...schemas.values()].flatMap((schema) => {
    const nothing = emptySchema(schema.keyspace);
    return draftMigration(nothing, schema, { qualify: true }).upgrade;
  });
}

async function execute({ database, names }: Scratch, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  const ddl = await database.openDdl();
  try {
    for (const cql of statements) await ddl.execute(withKeyspaces(cql, names));
    await ddl.awaitAgreement();
  } finally {
    await ddl.close();
  }
}
