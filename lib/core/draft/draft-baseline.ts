import { describeChange } from '../diff/describe-change.js';
import { diffSchema } from '../diff/diff-schema.js';
import type { Difference } from '../diff/difference.js';
import { emptySchema, withObjects } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { changedOptions } from '../options/changed-options.js';
import { defaultOptions } from '../options/default-options.js';
import type { CanonicalOptions } from '../options/table-options.js';
import { replayMigrations } from '../replay/replay-migrations.js';
import { readReplayStatement } from '../replay/replay-statement.js';
import { draftMigration } from './draft-migration.js';

/** Statements that make a schema in an empty keyspace, in the order of dependency, with every option that is no default. */
export function draftBaseline(schema: SchemaModel): readonly string[] {
  return draftMigration(emptySchema(schema.keyspace), withNamedOptions(schema)).upgrade;
}

/** Differences between a schema and the one that the statements make in an empty keyspace. */
export function differencesFrom(statements: readonly string[], schema: SchemaModel): readonly Difference[] {
  const { keyspace } = schema;
  const migration = { origin: '', statements: statements.map(readReplayStatement) };
  const made = replayMigrations([migration], keyspace).schemas.get(keyspace) ?? emptySchema(keyspace);
  const changes = diffSchema(made, schema).filter(({ kind }) => kind !== 'manage-table');
  return changes.flatMap(describeChange);
}

/** The same schema; options that have the value which a server gives them anyway are not named. */
function withNamedOptions(schema: SchemaModel): SchemaModel {
  return withObjects(schema, {
    types: schema.types,
    tables: schema.tables.map((table) => ({ ...table, options: named(table.options) })),
    views: schema.views.map((view) => ({ ...view, options: named(view.options) })),
  });
}

const named = (options: CanonicalOptions) => changedOptions(defaultOptions(options), options);
