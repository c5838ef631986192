import type { BoxRow } from './diagram.js';

/** Explanation of the marks. */
export const LEGEND = 'PK partition key · CK clustering key, ↑ ascending, ↓ descending · S static · IX indexed';

/** The marks of a column: `PK`, `CK↓ IX`. */
export function marksOf({ key, order, static: isStatic, indexes }: BoxRow): string {
  return [
    ...(key === 'partition' ? ['PK'] : []),
    ...(key === 'clustering' ? [order === 'desc' ? 'CK↓' : 'CK↑'] : []),
    ...(isStatic ? ['S'] : []),
    ...(indexes.length > 0 ? ['IX'] : []),
  ].join(' ');
}

/** The same in words: `clustering key, descending; index products_brand_idx using sai`. */
export function describeMarks({ key, order, static: isStatic, indexes }: BoxRow): string {
  return [
    ...(key === 'partition' ? ['partition key'] : []),
    ...(key === 'clustering' ? [`clustering key, ${order === 'desc' ? 'descending' : 'ascending'}`] : []),
    ...(isStatic ? ['static'] : []),
    ...indexes.map(describeIndex),
  ].join('; ');
}

function describeIndex({ name, target, using }: BoxRow['indexes'][number]): string {
  const part = target === 'values' ? '' : ` of ${target}`;
  return `index ${name}${part}${using === undefined ? '' : ` using ${using}`}`;
}
