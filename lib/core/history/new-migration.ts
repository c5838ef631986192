import { compareMigrationNames, type MigrationName } from './migration-name.js';

/** A description as people write it, or why it names no migration. */
export type ReadDescription =
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly suggestion: string };

const LONGEST = 120;

/** `Add rating`, `AddRating` and `add-rating` are all `add_rating`. */
export function readDescription(text: string): ReadDescription {
  const title = snakeCase(text);
  const bare = snakeCase(text.split(/[\\/]/).at(-1) ?? '')
    .replace(/^\d{8}(?:_\d+)?(?:_|$)/, '')
    .replace(/_(?:cql|sql|ts|js)$/, '');
  const reason = REASONS.find(([applies]) => applies(text, title))?.[1];
  if (reason === undefined) return { kind: 'title', title };
  return { kind: 'refused', reason, suggestion: bare.slice(0, LONGEST).replace(/_$/, '') || 'add_rating' };
}

const REASONS: readonly (readonly [applies: (text: string, title: string) => boolean, reason: string])[] = [
  [(text) => /[\\/]/.test(text), 'is a path: the directory is named by --migrations-dir'],
  [(text) => /\.(?:cql|sql|[cm]?[tj]s)$/i.test(text), 'has an extension: --cql chooses it'],
  [(text) => /[^\w\s-]/.test(text), 'has other characters than letters a-z, digits, spaces, - and _'],
  [(text) => /^\d{8}(?:\D|$)/.test(text), 'has a date already: date and number are put in front of it'],
  [(_, title) => title === '', 'has no letter or digit in it'],
  [(_, title) => title.length > LONGEST, `is longer than ${LONGEST} characters`],
];

function snakeCase(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** `20260301`: the day as it stands in the name of a migration, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10).replaceAll('-', '');
}

/** The name of a migration that comes after all that there are: of `date`, or of the last one's where that is later. */
export function nextName(title: string, existing: readonly MigrationName[], date: string): string {
  const last = existing.toSorted(compareMigrationNames).at(-1);
  const day = last && last.date > date ? last.date : date;
  const number = last?.date === day ? last.number + 1n : 1n;
  return `${day}_${String(number).padStart(3, '0')}_${title}`;
}
