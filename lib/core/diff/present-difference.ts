import { visible } from '../text/visible.js';
import type { Difference, SchemaObject } from './difference.js';

/** The thing within its table, view or type: `rating`, `index products_brand_idx`; `table` for the whole of one. */
export function subjectOf({ object, part }: Difference): string {
  if (!part) return object.kind;
  return part.kind === 'index' || part.kind === 'field' ? `${part.kind} ${part.name}` : part.name;
}

/** The state, or both: `int`, `decimal → double`. */
export function detailOf({ sign, from = '', to = '' }: Difference): string {
  if (sign === '~') return to === '' ? from : `${from} → ${to}`;
  return sign === '+' ? to : from;
}

/** Like `subjectOf`, for one line of text, in which a column cannot be mistaken for something else. */
export function presentSubject(difference: Difference): string {
  const subject = subjectOf(difference);
  const isUnclear = difference.part?.kind === 'column' && (WORDS.has(subject) || subject.includes(' '));
  return visible(isUnclear ? `column ${subject}` : subject);
}

const WORDS: ReadonlySet<string> = new Set(['table', 'view', 'type', 'index', 'field', 'replication']);

export function presentDetail(difference: Difference): string {
  return visible(detailOf(difference));
}

/** The name of a table; of anything else with its kind. */
export function presentObject({ kind, name }: SchemaObject): string {
  return visible(kind === 'table' || kind === 'keyspace' ? name : `${kind} ${name}`);
}

/** `+ products.rating int`, `+ index products_brand_idx (brand)`, `+ table products (id, name)`. */
export function presentDifference(difference: Difference): string {
  const { sign, object, part } = difference;
  const detail = detailOf(difference);
  if (!part) return visible(`${sign} ${object.kind} ${object.name} (${detail})`);
  return visible(
    part.kind === 'index' ? `${sign} index ${part.name} ${detail}` : `${sign} ${object.name}.${part.name} ${detail}`,
  );
}

/** `products: column legacy_code text is in the database and in no entity (drift)`. */
export function presentDrift(difference: Difference): string {
  const { sign, object, part } = difference;
  const detail = detailOf(difference);
  if (sign === '~') return visible(`${object.name}: ${subjectOf(difference)} ${detail}, left alone (drift)`);
  const found = 'is in the database and in no entity (drift)';
  return visible(
    part ? `${object.name}: ${part.kind} ${part.name} ${detail} ${found}` : `${object.kind} ${object.name} ${found}`,
  );
}

/** A difference for programs: names exactly as they are. */
export interface DifferenceJson extends Difference {
  /** The name of the table, view, type or keyspace. */
  readonly table: string;
  readonly subject: string;
  readonly detail: string;
}

export function differenceJson(difference: Difference): DifferenceJson {
  const [table, subject, detail] = [difference.object.name, subjectOf(difference), detailOf(difference)];
  return { table, subject, detail, ...difference };
}
