import { formatCqlType, type CqlType } from '../model/cql-type.js';

const SAY_HOW = 'say how';
const UNWRITTEN = new RegExp(`throw new Error\\(\\s*["'\`]${SAY_HOW} `, 'g');

/** The error that a generated conversion throws until a person has written it. */
export function sayHow(from: CqlType, to: CqlType): string {
  return `${SAY_HOW} ${formatCqlType(from)} becomes ${formatCqlType(to)}`;
}

/** Offsets of the conversions in a source that are not written yet. */
export function unwrittenConversions(source: string): readonly number[] {
  return [...source.matchAll(UNWRITTEN)].map(({ index }) => index);
}
