// Migrations to measure with.

/** A tenth of them changes a schema of 100 tables. */
export function scriptOf(count) {
  return Array.from({ length: count }, (_, index) => `${statementAt(index)};\n`).join('');
}

function statementAt(index) {
  if (index < 100) return `CREATE TABLE t${index} (id int PRIMARY KEY, name text, tags set<text>)`;
  if (index % 20 === 0) return `ALTER TABLE t${index % 100} ADD c${index} int`;
  if (index % 20 === 1) return `ALTER TABLE t${(index - 1) % 100} DROP c${index - 1}`;
  return `INSERT INTO t${index % 100} (id, name) VALUES (${index}, 'name ${index}')`;
}

/** Name and text of a migration that creates a table. */
export function smallMigration(at) {
  const name = `20260101_${String(at + 1).padStart(3, '0')}_t${at}.cql`;
  return [name, `-- upgrade\nCREATE TABLE t${at} (id int PRIMARY KEY);\n-- downgrade\nDROP TABLE t${at};\n`];
}
