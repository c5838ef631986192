/** `20260115_001_add_rating_column`, taken apart; `name` is the whole, and the identity of the migration. */
export interface MigrationName {
  readonly name: string;
  readonly date: string;
  /** Number, for ordering: 002 comes before 0010. A bigint, because any count of digits is allowed. */
  readonly number: bigint;
  readonly title: string;
}

export type MigrationExtension = 'ts' | 'mts' | 'cts' | 'js' | 'mjs' | 'cjs' | 'cql';

export interface MigrationFileName extends MigrationName {
  readonly kind: 'migration';
  readonly fileName: string;
  readonly extension: MigrationExtension;
}

export type FileNameClass =
  | MigrationFileName
  | { readonly kind: 'ignored'; readonly fileName: string }
  /** `reason` goes on after the file's name: "has no date in front: …". */
  | { readonly kind: 'misnamed'; readonly fileName: string; readonly reason: string };

/** Takes a file name without extension apart; undefined if it names no migration. */
export function parseMigrationName(name: string): MigrationName | undefined {
  const { date, digits, title } = /^(?<date>\d{8})_(?<digits>\d{3,})_(?<title>[a-z0-9_]+)$/.exec(name)?.groups ?? {};
  if (date === undefined || digits === undefined || title === undefined || !isDate(date)) return undefined;
  return { name, date, number: BigInt(digits), title };
}

/** Whether the eight digits are a day of the calendar: `20261341` and `20260230` are none. */
function isDate(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year > 0 && day >= 1 && day <= days;
}

/** By date, then number, then name. */
export function compareMigrationNames(a: MigrationName, b: MigrationName): number {
  return compare(a.date, b.date) || compare(a.number, b.number) || compare(a.name, b.name);
}

/** Class of a file of the migrations directory, by its name alone. */
export function classifyFileName(fileName: string): FileNameClass {
  if (IGNORED.some((pattern) => pattern.test(fileName))) return { kind: 'ignored', fileName };
  const dot = fileName.lastIndexOf('.');
  const [base, extension] = dot < 0 ? [fileName, ''] : [fileName.slice(0, dot), fileName.slice(dot + 1)];
  const name = parseMigrationName(base);
  if (name && isMigrationExtension(extension)) return { kind: 'migration', fileName, extension, ...name };
  const reason = name ? misnamedExtension(base, extension) : misnamedBase(base);
  return { kind: 'misnamed', fileName, reason };
}

const IGNORED: readonly RegExp[] = [/^\./, /^squashed$/, /^readme/i, /\.map$/, /\.d\.[cm]?ts$/];

const EXTENSIONS: readonly string[] = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'cql'] satisfies MigrationExtension[];

function isMigrationExtension(extension: string): extension is MigrationExtension {
  return EXTENSIONS.includes(extension);
}

function misnamedExtension(base: string, extension: string): string {
  if (extension === '')
    return `has no extension: call it ${base}.cql or ${base}.ts, or move it away if it is a directory`;
  const lower = extension.toLowerCase();
  const meant = lower === 'sql' ? 'cql' : lower;
  if (isMigrationExtension(meant)) return `ends in .${extension}: call it ${base}.${meant}`;
  return `ends in .${extension}, which no migration does: use .cql, .ts or .js, or move it away`;
}

const SHAPE = 'YYYYMMDD_001_what_it_does';

/** Ordered: the first rule the name breaks is the one to tell. */
const RULES: readonly (readonly [keeps: RegExp, reason: string])[] = [
  [/^\d{8}(?!\d)/, 'does not begin with a date of eight digits'],
  [/^\d{8}_\d/, 'has no number after its date'],
  [/^\d{8}_\d{3}/, 'has a number of fewer than three digits'],
  [/^\d{8}_\d+_./, 'has no title after its number'],
  [/^[^A-Z]*$/, 'has upper case letters in its title'],
];

function misnamedBase(base: string): string {
  const broken = RULES.find(([keeps]) => !keeps.test(base));
  const date = base.slice(0, 8);
  const reason = isNoDate(base) ? `begins with ${date}, which is no date` : (broken?.[1] ?? OTHER_CHARACTERS);
  return `${reason}: name migrations ${SHAPE}, such as 20260115_001_add_rating_column`;
}

const OTHER_CHARACTERS = 'has other characters than a-z, 0-9 and _ in its title';

function isNoDate(base: string): boolean {
  return /^\d{8}(?!\d)/.test(base) && !isDate(base.slice(0, 8));
}

function compare<T extends string | bigint>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
