import { formatCqlType, isMultiCell, isNative, flatten, type CqlType } from './cql-type.js';
import type { Problem } from './problem.js';
import type { IndexModel, TableModel } from './schema-model.js';

const LONGEST_NAME = 48;

export function validateIndexes(table: TableModel): readonly Problem[] {
  return table.indexes.flatMap((index) => {
    const column = table.columns.find(({ name }) => name === index.column);
    const found = column ? problemsOfIndex(index, column.type, table) : [`there is no column ${index.column}`];
    return found.map((message) => ({ where: index.declaredBy ?? index.name, message }));
  });
}

function problemsOfIndex(index: IndexModel, type: CqlType, table: TableModel): readonly string[] {
  const counters = table.columns.some((column) => isNative(column.type, 'counter'));
  const onlyKey = table.partitionKey.length === 1 && table.partitionKey[0] === index.column;
  const duration = flatten(type).some((part) => isNative(part, 'duration'));
  return [
    ...problemsOfName(index.name),
    ...problemsOfTarget(index, type),
    ...(counters ? ['a table of counters cannot be indexed'] : []),
    ...(onlyKey ? ['the only column of the partition key needs no index'] : []),
    ...(duration ? ['a duration cannot be indexed'] : []),
    ...(Object.keys(index.options).length > 0 && !index.using
      ? ['options need `using`: a plain index takes none']
      : []),
  ];
}

function problemsOfName(name: string): readonly string[] {
  if (!/^\w+$/.test(name)) return [`an index's name has only letters, digits and _, not "${name}"`];
  return name.length > LONGEST_NAME
    ? [`an index's name has at most ${LONGEST_NAME} characters: longer ones can keep a node from restarting`]
    : [];
}

function problemsOfTarget({ target }: IndexModel, type: CqlType): readonly string[] {
  const text = formatCqlType(type);
  if (type.kind === 'user' && !type.frozen) return [`a user type that is not frozen cannot be indexed (${text})`];
  if (target === 'full') return isFrozenCollection(type) ? [] : [`full is for frozen collections, not ${text}`];
  if (isFrozenCollection(type)) return [`a frozen collection is indexed as a whole: target: 'full'`];
  const isMap = type.kind === 'map' && isMultiCell(type);
  return target === 'values' || isMap ? [] : [`${target} is for maps, not ${text}`];
}

function isFrozenCollection(type: CqlType): boolean {
  return (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') && type.frozen;
}
