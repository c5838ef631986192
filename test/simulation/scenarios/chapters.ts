import type { Random } from '../engine/random.js';
import type { MigrationFile } from '../memory-source.js';
import type { MigrationContext } from '../../../lib/migrations/source/migration.js';

/** A migration of a scenario. Each statement has a text of its own, so that its effects can be counted. */
export interface Chapter {
  readonly name: string;
  readonly form: 'script' | 'code' | 'parallel-code' | 'careless-code';
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** A table of this name, made by somebody else with another shape, is in the way. */
  readonly table: string;
}

type Draft = Omit<Chapter, 'name'>;

const plain = (k: number): Draft => ({
  form: 'script',
  table: `plain${k}`,
  up: [
    `CREATE TABLE plain${k} (id int PRIMARY KEY, note text)`,
    `INSERT INTO plain${k} (id, note) VALUES (1, 'one')`,
    `ALTER TABLE plain${k} ADD extra int`,
    `INSERT INTO plain${k} (id, extra) VALUES (2, 22)`,
  ],
  down: [`DROP TABLE plain${k}`],
});

const counter = (k: number): Draft => ({
  form: 'script',
  table: `hits${k}`,
  up: [
    `CREATE TABLE hits${k} (id text PRIMARY KEY, n counter)`,
    `UPDATE hits${k} SET n = n + 1 WHERE id = 'a'`,
    `UPDATE hits${k} SET n = n + 1 WHERE id = 'b'`,
  ],
  down: [`DROP TABLE hits${k}`],
});

const list = (k: number): Draft => ({
  form: 'script',
  table: `lists${k}`,
  up: [
    `CREATE TABLE lists${k} (id int PRIMARY KEY, tags list<text>)`,
    `UPDATE lists${k} SET tags = tags + ['x'] WHERE id = 1`,
    `CREATE INDEX lists${k}_tags ON lists${k} (tags)`,
  ],
  down: [`DROP TABLE lists${k}`],
});

const typed = (k: number): Draft => ({
  form: 'script',
  table: `people${k}`,
  up: [
    `CREATE TYPE address${k} (street text)`,
    `CREATE TABLE people${k} (id int PRIMARY KEY, home frozen<address${k}>)`,
    `ALTER TYPE address${k} ADD zip int`,
  ],
  down: [`DROP TABLE people${k}`, `DROP TYPE address${k}`],
});

const coded = (k: number, form: Draft['form']): Draft => ({
  form,
  table: `coded${k}`,
  up: [
    `CREATE TABLE coded${k} (id int PRIMARY KEY, a text)`,
    `INSERT INTO coded${k} (id, a) VALUES (1, 'a')`,
    `ALTER TABLE coded${k} ADD late text`,
  ],
  down: [`DROP TABLE coded${k}`],
});

const parallel = (k: number): Draft => ({
  form: 'parallel-code',
  table: `left${k}`,
  up: [`CREATE TABLE left${k} (id int PRIMARY KEY)`, `CREATE TABLE right${k} (id int PRIMARY KEY)`],
  down: [`DROP TABLE left${k}`, `DROP TABLE right${k}`],
});

/** Some migrations, in the order of their names. */
export function drawChapters(random: Random): readonly Chapter[] {
  const count = random.integer(1, 3);
  return Array.from({ length: count }, (_, index) => {
    const k = index + 1;
    const draft = random.pick<(k: number) => Draft>([
      plain,
      counter,
      counter,
      list,
      typed,
      (number) => coded(number, 'code'),
      (number) => coded(number, 'careless-code'),
      parallel,
    ])(k);
    return { ...draft, name: `20260101_00${k}_${draft.table}` };
  });
}

/** The file of a migration, as it was first written; corrected, its code awaits what it sends. */
export function fileOf(chapter: Chapter, isCorrected: boolean): MigrationFile {
  const { name, form, up, down } = chapter;
  if (form === 'script') return { name, form, text: scriptOf(chapter) };
  const upgrade = isCorrected && form === 'careless-code' ? inTurn(up) : UPGRADES[form](up);
  return { name, form: 'code', upgrade, downgrade: inTurn(down) };
}

function scriptOf({ up, down }: Chapter): string {
  const lines = (statements: readonly string[]) => statements.map((cql) => `${cql};`);
  return ['-- upgrade', ...lines(up), '-- downgrade', ...lines(down), ''].join('\n');
}

type Upgrade = (context: MigrationContext) => Promise<void>;

const inTurn =
  (statements: readonly string[]): Upgrade =>
  async (context) => {
    for (const cql of statements) await context.execute(cql);
  };

const UPGRADES: Readonly<Record<Exclude<Chapter['form'], 'script'>, (up: readonly string[]) => Upgrade>> = {
  code: inTurn,
  'parallel-code': (up) => async (context) => {
    await Promise.all(up.map((cql) => context.execute(cql)));
  },
  'careless-code': (up) => async (context) => {
    await inTurn(up.slice(0, -1))(context);
    // The mistake that this migration is about.
    void context.execute(up.at(-1) ?? '');
  },
};
