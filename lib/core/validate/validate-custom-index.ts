import { type CqlType, formatCqlType, isMultiCell, isNative } from '../model/cql-type.js';
import { type IndexModel, keyColumns, type TableModel } from '../model/schema-model.js';

/** Reasons why a server refuses a custom index. */
export function problemsOfCustomIndex(index: IndexModel, type: CqlType, table: TableModel): readonly string[] {
  if (index.using === 'sai') {
    return [
      ...problemsOfName(index),
      ...problemsOfSai(index, type),
      ...problemsOfOrder(index, type, table),
      ...problemsOfAnalysis(index, type, table),
    ];
  }
  return index.using?.endsWith('.SASIIndex') ? [...problemsOfName(index), ...problemsOfSasi(type)] : [];
}

function problemsOfSasi(type: CqlType): readonly string[] {
  return isMultiCell(type)
    ? [`a SASI index cannot hold ${formatCqlType(type)}: freeze it, or leave \`using\` out`]
    : [];
}

function problemsOfName({ column }: IndexModel): readonly string[] {
  return /^\w{1,48}$/.test(column)
    ? []
    : ['an index of this class needs a column name of up to 48 letters, digits and _'];
}

function problemsOfSai(index: IndexModel, type: CqlType): readonly string[] {
  const terms = termsOf(index, type);
  const options = given(index, ['similarity_function', 'optimize_for']);
  return [
    ...terms.flatMap((term) => problemsOfTerm(index, term)),
    ...(terms.some(({ kind }) => kind === 'vector')
      ? []
      : options.map((name) => `${name} is for vectors, not ${formatCqlType(type)}`)),
  ];
}

function problemsOfTerm({ target, options }: IndexModel, term: CqlType): readonly string[] {
  const text = formatCqlType(term);
  if (isNative(term, 'blob') || term.kind === 'custom') {
    return [`a storage-attached index cannot hold ${text}: leave \`using\` out`];
  }
  if (term.kind !== 'vector' || target === 'entries') return [];
  if (!isNative(term.element, 'float')) return [`only vectors of float have neighbours, not ${text}`];
  const similarity = (options['similarity_function'] ?? 'cosine').toLowerCase();
  return term.dimension === 1 && similarity === 'cosine'
    ? ["vectors of one dimension have no cosine: set the option similarity_function to 'dot_product' or 'euclidean'"]
    : [];
}

function problemsOfOrder({ column }: IndexModel, type: CqlType, { clusteringKey }: TableModel): readonly string[] {
  const isDescending = clusteringKey.some((key) => key.column === column && key.order === 'desc');
  return type.kind === 'vector' && isDescending
    ? ['a storage-attached index cannot hold vectors that are clustered in descending order']
    : [];
}

function problemsOfAnalysis(index: IndexModel, type: CqlType, table: TableModel): readonly string[] {
  const [option] = given(index, ['case_sensitive', 'normalize', 'ascii']);
  if (option === undefined) return [];
  const terms = termsOf(index, type);
  const isText = terms.length === 1 && terms.every((term) => isNative(term, 'text') || isNative(term, 'ascii'));
  return [
    ...(isText ? [] : [`${option} is for text, not ${index.target} of ${formatCqlType(type)}`]),
    ...(keyColumns(table).includes(index.column) ? [`${option} is not for a column of the key`] : []),
  ];
}

/** The types of what is looked up: a frozen collection, tuple or user type is one value, whatever is inside it. */
function termsOf({ target }: IndexModel, type: CqlType): readonly CqlType[] {
  if (!isMultiCell(type)) return [type];
  if (type.kind === 'list' || type.kind === 'set') return [type.element];
  if (type.kind !== 'map') return [type];
  return { keys: [type.key], values: [type.value], entries: [type.key, type.value], full: [] }[target];
}

function given({ options }: IndexModel, names: readonly string[]): readonly string[] {
  return names.filter((name) => Object.hasOwn(options, name));
}
