import { clauseOf, type DataStatement } from '../../cql/data-statement.js';
import { identifierOf } from '../../cql/qualified-name.js';
import { isComma, splitAt, within } from '../../lexer/token-list.js';
import { isKeyword } from '../../lexer/tokenize.js';
import type { Step } from '../input/replay.js';
import { when } from '../input/rule.js';
import { knownTable, nameOf } from '../input/step.js';

/** Describes a batch whose statements write to more than one partition, as far as that can be told. */
export function severalPartitions(step: Step): readonly string[] {
  const { tokens, data: writes } = step.statement;
  if (isKeyword(tokens[1], 'COUNTER') || isKeyword(tokens[1], 'TRANSACTION')) return [];
  const tables = new Set(writes.map(({ table }) => nameOf(table)));
  if (tables.size > 1) return [`writes to ${[...tables].join(' and ')}`];
  const partitions = new Set(writes.flatMap((write) => partitionOf(step, write) ?? []));
  return when(partitions.size > 1, `writes to ${partitions.size} partitions of ${[...tables].join('')}`);
}

/** The values of the partition key, as they are written; `undefined` where they cannot be told. */
function partitionOf(step: Step, write: DataStatement): string | undefined {
  const key = knownTable(step, write.table)?.partitionKey ?? [];
  const values = write.verb === 'INSERT' ? insertedValues(write) : comparedValues(write);
  const parts = key.map((column) => values.get(column));
  return key.length === 0 || parts.some((part) => part === undefined || part === '?') ? undefined : parts.join(', ');
}

type Values = ReadonlyMap<string, string>;

function insertedValues({ tokens }: DataStatement): Values {
  const columns = splitAt(
    within(
      tokens,
      tokens.findIndex(({ text }) => text === '('),
    ),
    isComma,
  );
  const values = splitAt(within(tokens, tokens.findIndex((token) => isKeyword(token, 'VALUES')) + 1), isComma);
  return new Map(
    columns.flatMap(([token], index) => {
      const name = identifierOf(token);
      const value = values[index];
      return name === undefined || !value ? [] : [[name, value.map(({ text }) => text).join(' ')] as const];
    }),
  );
}

function comparedValues({ tokens }: DataStatement): Values {
  const relations = splitAt(clauseOf(tokens, 'WHERE', 'IF'), (token) => isKeyword(token, 'AND'));
  return new Map(
    relations.flatMap(([column, operator, ...value]) => {
      const name = identifierOf(column);
      return name === undefined || operator?.text !== '='
        ? []
        : [[name, value.map(({ text }) => text).join(' ')] as const];
    }),
  );
}
