/** Migrations of scripts and of code, with schema changes and with writes that must not be repeated. */
export const CHAIN: Readonly<Record<string, string>> = {
  '20260101_001_tables.cql': `
    -- upgrade
    CREATE TABLE counts (id int PRIMARY KEY, n counter);
    CREATE TABLE lists (id int PRIMARY KEY, items list<int>);
    CREATE TABLE people (id int PRIMARY KEY, name text, tags set<text>);
    -- downgrade
    DROP TABLE people;
    DROP TABLE lists;
    DROP TABLE counts;`,
  '20260101_002_counters.cql': script([count(1), append(1), count(2), count(3), append(2)]),
  '20260102_001_code.mjs': code([
    'CREATE TABLE visits (id int, at timestamp, PRIMARY KEY (id, at))',
    "INSERT INTO people (id, name, tags) VALUES (1, 'Ann', {'a'})",
    'ALTER TABLE people ADD mail text',
    "UPDATE people SET mail = 'ann@example.com' WHERE id = 1",
  ]),
  '20260102_002_mixed.cql': script([
    'CREATE INDEX people_name_idx ON people (name)',
    count(4),
    'ALTER TABLE visits ADD page text',
    append(3),
    "INSERT INTO people (id, name) VALUES (2, 'Bob') USING TIMESTAMP 1700000000000000",
  ]),
  '20260103_001_types.mjs': code([
    'CREATE TYPE address (street text, zip int)',
    'ALTER TABLE people ADD home frozen<address>',
    "UPDATE people SET home = {street: 'Main', zip: 1} WHERE id = 2",
  ]),
  '20260104_001_destroys.cql': `
    -- allow-destructive
    DROP INDEX people_name_idx;
    ALTER TABLE visits DROP page;
    ${count(5)};
    ${append(4)};`,
  '20260105_001_last.cql': script([count(6), 'CREATE TABLE last (id int PRIMARY KEY)', append(5), count(7)]),
};

/** A write on a row of its own that shows in the end how often it took effect. */
export type OneTimeWrite = { readonly table: 'counts' | 'lists'; readonly id: number };

/** The one-time write that a statement is; `undefined` for any other statement. */
export function oneTimeWrite(cql: string): OneTimeWrite | undefined {
  const [, table, id] = /^UPDATE (counts|lists) .* WHERE id = (\d+)$/.exec(cql.trim()) ?? [];
  return table === 'counts' || table === 'lists' ? { table, id: Number(id) } : undefined;
}

function count(id: number): string {
  return `UPDATE counts SET n = n + 1 WHERE id = ${id}`;
}

function append(id: number): string {
  return `UPDATE lists SET items = items + [${id}] WHERE id = ${id}`;
}

function script(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join('');
}

function code(statements: readonly string[]): string {
  const lines = statements.map((statement) => `    await context.execute(${JSON.stringify(statement)});\n`).join('');
  return `export default class {\n  async upgrade(context) {\n${lines}  }\n}\n`;
}
