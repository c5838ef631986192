import { formatCqlType, isMultiCell, isNative, type CqlType } from '../model/cql-type.js';
import type { Problem } from '../model/errors.js';
import { excludesIndex } from '../model/index-class.js';
import { holdsDuration, type KnownTypes } from '../model/known-types.js';
import type { IndexModel, TableModel } from '../model/schema-model.js';
import { problemsOfCustomIndex } from './validate-custom-index.js';

export function validateIndexes(table: TableModel, known: KnownTypes): readonly Problem[] {
  return table.indexes.flatMap((index, position) => {
    const column = table.columns.find(({ name }) => name === index.column);
    const duration = column && holdsDuration(column.type, known) ? ['a duration cannot be indexed'] : [];
    const twin = table.indexes.slice(0, position).find((other) => excludesIndex(other, index));
    const equal = twin ? [`${twin.name} is an equal index on the same column`] : [];
    const found = column ? problemsOfIndex(index, column.type, table) : [`there is no column ${index.column}`];
    return [...found, ...duration, ...equal].map((message) => ({ where: index.declaredBy ?? index.name, message }));
  });
}

function problemsOfIndex(index: IndexModel, type: CqlType, table: TableModel): readonly string[] {
  const counters = table.columns.some((column) => isNative(column.type, 'counter'));
  const onlyKey = table.partitionKey.length === 1 && table.partitionKey[0] === index.column;
  return [
    ...problemsOfName(index.name),
    ...problemsOfTarget(index, type),
    ...problemsOfColumnName(index, type),
    ...problemsOfCustomIndex(index, type, table),
    ...(counters ? ['a table of counters cannot be indexed'] : []),
    ...(onlyKey ? ['the only column of the partition key needs no index'] : []),
    ...(Object.keys(index.options).length > 0 && !index.using
      ? ['options need `using`: a plain index takes none']
      : []),
  ];
}

function problemsOfName(name: string): readonly string[] {
  return /^\w+$/.test(name) ? [] : [`an index's name has only letters, digits and _, not "${name}"`];
}

/** The server looks for the column between `values(` and `)`, on one line. */
function problemsOfColumnName({ column }: IndexModel, type: CqlType): readonly string[] {
  const wraps = type.kind === 'list' || type.kind === 'set' || type.kind === 'map';
  return wraps && /[\n\r\u0085\u2028\u2029]/.test(column)
    ? ['a collection with a line break in its name cannot be indexed']
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
