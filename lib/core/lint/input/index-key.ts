import type { DdlStatement } from '../../cql/classify-statement.js';
import { readIndexedColumn } from '../../cql/index-definition.js';
import { skipCondition } from '../../cql/qualified-name.js';
import { isKeyword, type Token } from '../../lexer/tokenize.js';
import { keyOf, type KnownIndex } from './known-schema.js';

/** The indexes known so far, and what bare names mean. */
export interface IndexPlace {
  readonly indexes: ReadonlyMap<string, KnownIndex>;
  readonly keyspace: string | undefined;
}

/**
 * The key of the index that a statement creates or drops. An index lives in the keyspace of its table, which is the only
 * one that a CREATE names; one without a name gets that which the server makes up.
 */
export function indexKeyOf(ddl: DdlStatement, tokens: readonly Token[], place: IndexPlace): string | undefined {
  const { name, on, verb } = ddl;
  if (verb !== 'CREATE') return name && keyOf(name, place.keyspace);
  if (!on) return undefined;
  const keyed = (text: string) => keyOf({ keyspace: on.keyspace, name: text }, place.keyspace);
  return name ? keyed(name.name) : freeKey(keyed, defaultName(on.name, readIndexedColumn(tokens)), place);
}

/** `products_brand_idx`; the server leaves out everything that is no letter, digit or underscore. */
function defaultName(table: string, column: string | undefined): string {
  return `${[table, ...(column === undefined ? [] : [column])].join('_').replaceAll(/\W/g, '')}_idx`;
}

function freeKey(keyed: (name: string) => string, base: string, { indexes }: IndexPlace): string {
  const taken = (name: string) => indexes.has(keyed(name));
  let name = base;
  for (let number = 1; taken(name); number += 1) name = `${base}_${number}`;
  return keyed(name);
}

/** Whether the statement does nothing where there is such an index: the server compares what is indexed, too. */
export function isGuarded(tokens: readonly Token[]): boolean {
  const at = tokens.findIndex((token) => isKeyword(token, 'INDEX')) + 1;
  return skipCondition(tokens, at) > at;
}
