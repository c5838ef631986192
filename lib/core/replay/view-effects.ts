import { readViewDefinition } from '../cql/view-definition.js';
import type { SchemaModel, ViewModel } from '../model/schema-model.js';
import { exists, missing, type Effect, type Subject } from './contradiction.js';
import type { SchemaStatement } from './replay-statement.js';
import { clusteringOf, optionsNamed, optionsOfNew } from './statement-options.js';

const view = (name: string): Subject => ({ kind: 'materialized view', name });

export function createView(schema: SchemaModel, statement: SchemaStatement): Effect<SchemaModel> {
  const { name, tokens, isConditional } = statement;
  if (schema.views.some((other) => other.name === name)) return isConditional ? schema : exists(view(name));
  if (schema.tables.some((other) => other.name === name)) return exists({ kind: 'table', name });
  const definition = readViewDefinition(tokens);
  if (!definition) return { problem: 'unreadable', subject: view(name) };
  const base = schema.tables.find((table) => table.name === definition.base.name);
  if (!base) return missing({ kind: 'table', name: definition.base.name });
  const created: ViewModel = {
    name,
    baseTable: base.name,
    columns: definition.columns,
    partitionKey: definition.partitionKey,
    clusteringKey: clusteringOf(definition.clusteringKey, tokens, base.clusteringKey),
    where: definition.where,
    options: optionsOfNew(optionsNamed(tokens)),
  };
  return { ...schema, views: [...schema.views, withKey(created)] };
}

/** The columns of the key are in a view whether it selects them or not. */
function withKey(created: ViewModel): ViewModel {
  if (created.columns === 'all') return created;
  const key = [...created.partitionKey, ...created.clusteringKey.map(({ column }) => column)];
  return { ...created, columns: [...new Set([...created.columns, ...key])] };
}

export function alterView(schema: SchemaModel, { name, tokens, isConditional }: SchemaStatement): Effect<SchemaModel> {
  const altered = schema.views.find((other) => other.name === name);
  if (!altered) return isConditional ? schema : missing(view(name));
  const after = { ...altered, options: { ...altered.options, ...optionsNamed(tokens) } };
  return { ...schema, views: schema.views.map((other) => (other === altered ? after : other)) };
}

export function dropView(schema: SchemaModel, { name, isConditional }: SchemaStatement): Effect<SchemaModel> {
  if (!schema.views.some((other) => other.name === name)) return isConditional ? schema : missing(view(name));
  return { ...schema, views: schema.views.filter((other) => other.name !== name) };
}
