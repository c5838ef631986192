import type { CatalogRow } from '../catalog/catalog-rows.js';
import { parseClustering, parsePartitionKey } from '../catalog/parse-key.js';
import { parseStoredType, parseTypeRow } from '../catalog/parse-stored-type.js';
import { textOf } from '../catalog/read-value.js';
import { isComma, splitAt, splitDefinitions, within } from '../lexer/token-list.js';
import { isKeyword, type Token } from '../lexer/tokenize.js';
import { type CqlType, formatCqlType } from '../model/cql-type.js';
import { readAlteredItems } from './altered-names.js';
import { type ColumnDefinition, readColumnDefinition } from './column-definition.js';
import { identifierOf } from './qualified-name.js';
import type { CreatedShape, CreatingStatement } from './shape.js';
import { readOptions } from './statement-options.js';
import { readTableDefinition } from './table-definition.js';

/** A table: its columns, their types, its key and the order of its rows. Options are not compared. */
export function tableShape({ tokens, at }: CreatingStatement): CreatedShape {
  const { columns, partitionKey, clusteringKey } = readTableDefinition(tokens);
  const orders = readOrders(tokens);
  const clustering = clusteringKey.map((column) => ({ column, order: orders.get(column) ?? 'asc' }));
  const wanted = namesOf(columns);
  const isReadable = wanted !== undefined && wanted.length > 0;
  return {
    queries: [columnsOf(at)],
    isIn: (rows) =>
      isReadable
        ? isSame(
            [wanted.toSorted(), partitionKey, clustering],
            [rows.map(describeRow).toSorted(), parsePartitionKey(rows), parseClustering(rows)],
          )
        : undefined,
  };
}

/** The columns that an ALTER TABLE adds. */
export function addedColumnsShape({ tokens, at }: CreatingStatement): CreatedShape {
  const wanted = namesOf(definitionsIn(readAlteredItems(tokens, 'ADD')));
  return {
    queries: [columnsOf(at)],
    isIn: (rows) => {
      const found = new Set(rows.map(describeRow));
      return wanted?.every((column) => found.has(column));
    },
  };
}

/** A user type: its fields in order. */
export function typeShape({ tokens, at }: CreatingStatement): CreatedShape {
  const open = tokens.findIndex(({ text }) => text === '(');
  const wanted = namesOf(definitionsIn(splitDefinitions(within(tokens, open))));
  return { queries: [typeOf(at)], isIn: ([row]) => row && wanted && isSame(wanted, fieldsOf(row)) };
}

/** The fields that an ALTER TYPE adds. */
export function addedFieldsShape({ tokens, at }: CreatingStatement): CreatedShape {
  const wanted = namesOf(definitionsIn(readAlteredItems(tokens, 'ADD')));
  return {
    queries: [typeOf(at)],
    isIn: ([row]) => row && wanted?.every((field) => fieldsOf(row).includes(field)),
  };
}

const columnsOf = ({ keyspace, name }: CreatingStatement['at']) => ({
  table: 'columns',
  where: { keyspace_name: keyspace, table_name: name },
});

const typeOf = ({ keyspace, name }: CreatingStatement['at']) => ({
  table: 'types',
  where: { keyspace_name: keyspace, type_name: name },
});

const definitionsIn = (items: readonly (readonly Token[])[]) => items.map(readColumnDefinition);

/** Each column in one text; `undefined` where one of them cannot be read. */
function namesOf(columns: readonly (ColumnDefinition | undefined)[]): readonly string[] | undefined {
  const texts = columns.flatMap((column) => (column?.type ? [describe(column.name, column.type, column.static)] : []));
  return texts.length === columns.length ? texts : undefined;
}

const describe = (name: string, type: CqlType, isStatic: boolean) =>
  JSON.stringify([name, formatCqlType(type), isStatic]);

function describeRow(row: CatalogRow): string {
  const { type } = parseStoredType(textOf(row, 'type'));
  return describe(textOf(row, 'column_name'), type, textOf(row, 'kind') === 'static');
}

const fieldsOf = (row: CatalogRow) => parseTypeRow(row).fields.map(({ name, type }) => describe(name, type, false));

/** Reads the order of each column of `CLUSTERING ORDER BY (a ASC, b DESC)`. */
export function readOrders(tokens: readonly Token[]): ReadonlyMap<string, 'asc' | 'desc'> {
  const option = readOptions(tokens).get('clustering') ?? [];
  const items = splitAt(
    within(
      option,
      option.findIndex(({ text }) => text === '('),
    ),
    isComma,
  );
  return new Map(
    items.flatMap(([name, order]) => {
      const column = identifierOf(name);
      return column === undefined ? [] : [[column, isKeyword(order, 'DESC') ? 'desc' : 'asc'] as const];
    }),
  );
}

/** Whether two plain values are equal; lists in order. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
