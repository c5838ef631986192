import { readColumnDefinition, type ColumnDefinition } from './column-definition.js';
import { identifierOf } from './qualified-name.js';
import { isComma, splitAt, splitDefinitions, within } from '../lexer/token-list.js';
import { isKeyword, type Token } from '../lexer/tokenize.js';

/** Definition in the brackets of a CREATE TABLE. */
export interface TableDefinition {
  readonly columns: readonly ColumnDefinition[];
  readonly partitionKey: readonly string[];
  readonly clusteringKey: readonly string[];
}

/** Reads the significant tokens of a CREATE TABLE. */
export function readTableDefinition(tokens: readonly Token[]): TableDefinition {
  const items = splitDefinitions(
    within(
      tokens,
      tokens.findIndex(({ text }) => text === '('),
    ),
  );
  const key = items.find(isKey);
  const columns = items.filter((item) => item !== key).flatMap((item) => readColumnDefinition(item) ?? []);
  return { columns, ...(key ? readPrimaryKey(key.slice(2)) : inlineKey(items)) };
}

type Key = Omit<TableDefinition, 'columns'>;

/** Reads `((a, b), c)` or `(a, c)`: as it follows PRIMARY KEY. */
export function readPrimaryKey(tokens: readonly Token[]): Key {
  const [first = [], ...clustering] = splitAt(within(tokens, 0), isComma);
  const partition = first[0]?.text === '(' ? splitAt(within(first, 0), isComma) : [first];
  return { partitionKey: namesIn(partition), clusteringKey: namesIn(clustering) };
}

const namesIn = (items: readonly (readonly Token[])[]) => items.flatMap(([token]) => identifierOf(token) ?? []);

const isKey = ([first, second, third]: readonly Token[]) =>
  isKeyword(first, 'PRIMARY') && isKeyword(second, 'KEY') && third?.text === '(';

/** `id uuid PRIMARY KEY`. */
function inlineKey(items: readonly (readonly Token[])[]): Key {
  const keyed = items.filter((item) => item.some((token, index) => index > 1 && isKeyword(token, 'PRIMARY')));
  return { partitionKey: namesIn(keyed), clusteringKey: [] };
}
