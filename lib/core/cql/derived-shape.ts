import type { CatalogRow } from '../catalog/catalog-rows.js';
import { parseIndexRow } from '../catalog/parse-index-row.js';
import { parseStoredType } from '../catalog/parse-stored-type.js';
import { parseViewRow } from '../catalog/parse-view-row.js';
import { textOf, textsOf } from '../catalog/read-value.js';
import { splitDefinitions } from '../lexer/token-list.js';
import { isKeyword, keywordOf, unquote, type Token } from '../lexer/tokenize.js';
import { formatCqlType } from '../model/cql-type.js';
import { BUILT_IN_INDEX, indexClass } from '../model/index-class.js';
import { readRelations } from '../model/relations.js';
import { INDEX_TARGETS } from '../model/schema-model.js';
import { functionSignature, readFunctionSignature } from './function-signature.js';
import { readIndexedColumn } from './index-definition.js';
import { identifierOf } from './qualified-name.js';
import type { CreatedShape, CreatingStatement } from './shape.js';
import { readMap, readOptions } from './statement-options.js';
import { readPrimaryKey } from './table-definition.js';
import { isSame, readOrders } from './table-shape.js';

/** An index: its table, what of its column it is on, and its class. Without USING the class is the server's choice. */
export function indexShape({ tokens, statement, at }: CreatingStatement): CreatedShape {
  const open = tokens.findIndex(({ text }) => text === '(');
  const word = tokens[open + 2]?.text === '(' ? tokens[open + 1]?.text.toLowerCase() : undefined;
  const target = INDEX_TARGETS.find((name) => name === word) ?? 'values';
  const using = classAfterUsing(tokens);
  const options = Object.fromEntries(readMap(readOptions(tokens).get('options') ?? []));
  const classOf = (name: string, given: Readonly<Record<string, string>>) =>
    using === undefined ? [] : [name, sorted(given)];
  const wanted = [statement.on?.name, readIndexedColumn(tokens), target, ...classOf(using ?? '', options)];
  return {
    queries: [{ table: 'indexes', where: { keyspace_name: statement.on?.keyspace ?? at.keyspace } }],
    isIn: (rows) => {
      const row = rows.find((candidate) => textOf(candidate, 'index_name') === at.name);
      const index = row && parseIndexRow(row);
      if (!index) return undefined;
      const stored = classOf(index.using ?? BUILT_IN_INDEX, index.options);
      return isSame(wanted, [textOf(row, 'table_name'), index.column, index.target, ...stored]);
    },
  };
}

function classAfterUsing(tokens: readonly Token[]): string | undefined {
  const using = tokens.findIndex((token) => isKeyword(token, 'USING'));
  return using < 0 ? undefined : indexClass(textIn(tokens[using + 1]));
}

const sorted = (options: Readonly<Record<string, string>>) =>
  Object.entries(options)
    .map(([key, value]) => `${key.toLowerCase()}=${value}`)
    .toSorted();

/** A materialized view: its table, columns, key, order and filter. */
export function viewShape({ tokens, at }: CreatingStatement): CreatedShape {
  const select = tokens.findIndex((token) => isKeyword(token, 'SELECT'));
  const from = tokens.findIndex((token) => isKeyword(token, 'FROM'));
  const where = tokens.findIndex((token) => isKeyword(token, 'WHERE'));
  const key = tokens.findIndex((token, index) => index > from && isKeyword(token, 'PRIMARY'));
  const { partitionKey, clusteringKey } = readPrimaryKey(tokens.slice(key + 2));
  const orders = readOrders(tokens.slice(key));
  const columns = selectedIn(tokens.slice(select + 1, from), [...partitionKey, ...clusteringKey]);
  const base = tokens[from + 2]?.text === '.' ? tokens[from + 3] : tokens[from + 1];
  const wanted = [
    identifierOf(base),
    columns,
    partitionKey,
    clusteringKey.map((column) => ({ column, order: orders.get(column) ?? 'asc' })),
    where < 0 ? [] : readRelations(tokens.slice(where + 1, key)),
  ];
  const { keyspace, name } = at;
  return {
    queries: [
      { table: 'views', where: { keyspace_name: keyspace, view_name: name } },
      { table: 'columns', where: { keyspace_name: keyspace, table_name: name } },
    ],
    isIn: ([row], rows) => row && isSame(wanted, describeView(row, rows)),
  };
}

/** The columns of the key are selected whether they are named or not. */
function selectedIn(tokens: readonly Token[], key: readonly string[]): readonly string[] | 'all' {
  const names = tokens.flatMap((token) => identifierOf(token) ?? []);
  return names.length === 0 ? 'all' : [...new Set([...names, ...key])].toSorted();
}

function describeView(row: CatalogRow, columns: readonly CatalogRow[]) {
  const view = parseViewRow(row, columns);
  const names = view.columns === 'all' ? 'all' : view.columns.toSorted();
  return [view.baseTable, names, view.partitionKey, view.clusteringKey, view.where];
}

/** A function: what it returns, its language and its body. */
export function functionShape({ tokens, at }: CreatingStatement): CreatedShape {
  const returns = indexOfWord(tokens, 'RETURNS');
  const language = indexOfWord(tokens, 'LANGUAGE');
  const wanted = [
    typeText(tokens.slice(returns + 1, language)),
    keywordOf(tokens[language + 1]).toLowerCase(),
    textIn(tokens[indexOfWord(tokens, 'AS') + 1]).trim(),
  ];
  return {
    queries: [{ table: 'functions', where: { keyspace_name: at.keyspace, function_name: at.name } }],
    isIn: (rows) => {
      const row = rows.find(hasSignature(tokens, at.name));
      return (
        row && isSame(wanted, [storedType(row, 'return_type'), textOf(row, 'language'), textOf(row, 'body').trim()])
      );
    },
  };
}

/** An aggregate: its functions and the type of its state. */
export function aggregateShape({ tokens, at }: CreatingStatement): CreatedShape {
  const after = (word: string) => identifierOf(tokens[indexOfWord(tokens, word) + 1]);
  const state = indexOfWord(tokens, 'STYPE');
  const end = tokens.findIndex((token, index) => index > state && /^(?:FINALFUNC|INITCOND)$/.test(keywordOf(token)));
  const final = tokens.some((token) => isKeyword(token, 'FINALFUNC')) ? after('FINALFUNC') : '';
  const wanted = [after('SFUNC'), typeText(tokens.slice(state + 1, end < 0 ? undefined : end)), final];
  return {
    queries: [{ table: 'aggregates', where: { keyspace_name: at.keyspace, aggregate_name: at.name } }],
    isIn: (rows) => {
      const row = rows.find(hasSignature(tokens, at.name));
      return (
        row && isSame(wanted, [textOf(row, 'state_func'), storedType(row, 'state_type'), textOf(row, 'final_func')])
      );
    },
  };
}

const indexOfWord = (tokens: readonly Token[], word: string) => tokens.findIndex((token) => isKeyword(token, word));

function hasSignature(tokens: readonly Token[], name: string): (row: CatalogRow) => boolean {
  const signature = readFunctionSignature(tokens, name);
  return (row) => functionSignature(name, textsOf(row, 'argument_types')) === signature;
}

const storedType = (row: CatalogRow, column: string) => formatCqlType(parseStoredType(textOf(row, column)).type);

function typeText(tokens: readonly Token[]): string {
  const [item = []] = splitDefinitions(tokens);
  return formatCqlType(parseStoredType(item.map(({ text }) => text).join(' ')).type);
}

/** The inside of a string, however it is quoted. */
function textIn(token: Token | undefined): string {
  if (token?.kind === 'dollar-string') return token.text.slice(2, -2);
  return token?.kind === 'string' ? unquote(token.text) : (token?.text ?? '');
}
