import type { ApplicableChange } from '../diff/change.js';
import { formatCqlType } from '../model/cql-type.js';
import { quoteName, quoteTypeName } from '../model/identifier.js';
import type { FieldModel, IndexModel, TypeModel } from '../model/schema-model.js';
import { renderOptions } from '../options/render-options.js';
import { renderCreateIndex } from './render-index.js';
import { renderColumn, renderCreateTable, renderCreateView } from './render-table.js';

/**
 * A change as CQL, one statement each. With a `keyspace` every name is qualified by it; without, names mean the
 * keyspace of the connection.
 */
export function renderChange(change: ApplicableChange, keyspace?: string): readonly string[] {
  const prefix = prefixOf(keyspace);
  return change.kind.startsWith('drop-') ? renderDrop(change as Drop, prefix) : renderMake(change as Make, prefix);
}

/** A change that creates what holds rows. Its identity is the server's choice, unless the statement names one. */
export type CreatesRows = Extract<ApplicableChange, { readonly kind: 'create-table' | 'create-view' }>;

/** The statement of such a change with an identity of its own: run twice on two hosts, it makes one table and not two. */
export function renderWithId(change: CreatesRows, id: string, keyspace?: string): string {
  const prefix = prefixOf(keyspace);
  return change.kind === 'create-table'
    ? renderCreateTable(change.table, prefix, { id })
    : renderCreateView(change.view, prefix, id);
}

type Drop = Extract<ApplicableChange, { readonly kind: `drop-${string}` }>;
type Make = Exclude<ApplicableChange, Drop>;

function renderMake(change: Make, prefix: string): readonly string[] {
  switch (change.kind) {
    case 'create-type':
      return [renderCreateType(change.type, prefix)];
    case 'add-field':
      return [`ALTER TYPE ${prefix}${quoteTypeName(change.type)} ADD ${renderField(change.field)}`];
    case 'create-table':
      return [renderCreateTable(change.table, prefix)];
    case 'add-columns':
      return [`ALTER TABLE ${prefix}${quoteName(change.table)} ADD ${oneOrList(change.columns.map(renderColumn))}`];
    case 'alter-options':
      return [`ALTER TABLE ${prefix}${quoteName(change.table)} WITH ${renderOptions(change.to).join(' AND ')}`];
    case 'alter-view-options':
      return [
        `ALTER MATERIALIZED VIEW ${prefix}${quoteName(change.view)} WITH ${renderOptions(change.to).join(' AND ')}`,
      ];
    case 'create-view':
      return [renderCreateView(change.view, prefix)];
    case 'create-index':
      return [renderCreateIndex(change.index, change.table, prefix)];
    case 'replace-index':
      return [renderDropIndex(change.from, prefix), renderCreateIndex(change.to, change.table, prefix)];
  }
}

function renderDrop(change: Drop, prefix: string): readonly string[] {
  switch (change.kind) {
    case 'drop-index':
      return [renderDropIndex(change.index, prefix)];
    case 'drop-view':
      return [`DROP MATERIALIZED VIEW ${prefix}${quoteName(change.view.name)}`];
    case 'drop-columns': {
      const names = change.columns.map(({ name }) => quoteName(name));
      return [`ALTER TABLE ${prefix}${quoteName(change.table)} DROP ${oneOrList(names)}`];
    }
    case 'drop-table':
      return [`DROP TABLE ${prefix}${quoteName(change.table.name)}`];
    case 'drop-type':
      return [`DROP TYPE ${prefix}${quoteTypeName(change.type.name)}`];
  }
}

function renderCreateType({ name, fields }: TypeModel, prefix: string): string {
  return `CREATE TYPE ${prefix}${quoteTypeName(name)} (${fields.map(renderField).join(', ')})`;
}

const prefixOf = (keyspace?: string) => (keyspace === undefined ? '' : `${quoteName(keyspace)}.`);
const renderField = ({ name, type }: FieldModel) => `${quoteName(name)} ${formatCqlType(type)}`;
const renderDropIndex = ({ name }: IndexModel, prefix: string) => `DROP INDEX ${prefix}${quoteName(name)}`;
const oneOrList = (items: readonly string[]) => (items.length === 1 ? items.join() : `(${items.join(', ')})`);
