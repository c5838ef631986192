import type { DdlStatement } from '../../cql/classify-statement.js';
import { readIndexedColumn } from '../../cql/index-definition.js';
import { isKeyword } from '../../lexer/tokenize.js';
import { isNative } from '../../model/cql-type.js';
import { indexClass } from '../../model/index-class.js';
import type { Step } from '../input/replay.js';
import { when, type Rule } from '../input/rule.js';
import { inCreated, isMade, knownTable, labelOf, nameOf, originOf } from '../input/step.js';

/** About secondary indexes. */
export const INDEX_RULES: readonly Rule[] = [
  {
    code: 'C221',
    severity: 'warning',
    title: 'An index on an existing table',
    why: 'All nodes read their part of the table at the same time to build the index. The statement does not wait for that, and queries over the index fail until it is built.',
    instead: 'Create it at a time of low load, and use it only once it is built; waive this if the table is small.',
    find: inCreated('index', ({ on }, step) => {
      const isNew = isMade(step, on) && on && originOf(step, on, { kind: 'table' }) === step.migration.origin;
      return when(on !== undefined && !isNew, `${nameOf(on)} may have data already`);
    }),
  },
  {
    code: 'C222',
    severity: 'warning',
    title: 'An index without a name',
    why: 'The server chooses a name, and another one if that is taken. No later statement can rely on the name, and if the answer is lost, nothing shows whether the index was created.',
    instead: 'Name it: `CREATE INDEX reviews_rating_idx ON reviews (rating)`.',
    find: inCreated('index', ({ name, on }) => when(!name, `the server would name the index on ${nameOf(on)}`)),
  },
  {
    code: 'C223',
    severity: 'info',
    title: 'The built-in index instead of a better one',
    why: 'Since 5.0, Cassandra has storage-attached indexes, which take less space; one query can use several of them. Earlier versions have none.',
    instead: "On 5.0 and later, add `USING 'sai'`.",
    find: inCreated('index', ({ on }, step) =>
      when(usingOf(step) === undefined, `the index on ${nameOf(on)} would be a built-in one`),
    ),
  },
  {
    code: 'C224',
    severity: 'warning',
    title: 'A SASI index',
    why: 'SASI is experimental and disabled by default since Cassandra 4.0 (sasi_indexes_enabled): the server refuses it.',
    instead: "On 5.0 and later, use `USING 'sai'`; on earlier versions, create a table for the query.",
    find: inCreated('index', ({ on }, step) => {
      const isSasi = /(?:^|\.)SASIIndex$/.test(usingOf(step) ?? '');
      return when(isSasi, `the index on ${nameOf(on)} would be a SASI index`);
    }),
  },
  {
    code: 'C225',
    severity: 'error',
    title: 'An index that the server refuses',
    why: 'A secondary index is possible neither on the only column of a partition key nor on a table of counters.',
    instead: 'A query by the whole partition key needs no index. For counters, create a table for the query.',
    find: inCreated('index', impossibleIndex),
  },
];

/** The class, as written; `undefined` for the built-in index. */
function usingOf({ statement: { tokens } }: Step): string | undefined {
  const at = tokens.findIndex((token) => isKeyword(token, 'USING'));
  const using = tokens[at + 1];
  return at < 0 || using?.kind !== 'string' ? undefined : indexClass(using.text.slice(1, -1));
}

function impossibleIndex({ on }: DdlStatement, step: Step): readonly string[] {
  const table = knownTable(step, on);
  if (!on || !table) return [];
  const column = readIndexedColumn(step.statement.tokens);
  const counters = table.columns.some(({ type }) => isNative(type, 'counter'));
  return [
    ...when(
      table.partitionKey.length === 1 && table.partitionKey[0] === column,
      `${column} is the whole partition key`,
    ),
    ...when(counters, `${labelOf(step, on)} has counters`),
  ];
}
