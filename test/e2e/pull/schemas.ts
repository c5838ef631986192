import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { splitScript } from '../../../lib/core/cql/split-script.js';
import { loadStatements } from '../../fixtures/system-schema/load.js';

/** Schemas of real projects lie beside this one where it is developed; they are no part of it. */
export const DIRECTORY =
  process.env['COODIE_REAL_SCHEMAS'] ?? resolve(__dirname, '../../../../shared/fixtures/real-schemas');

export const WHY_NO_REAL_SCHEMAS = existsSync(DIRECTORY)
  ? undefined
  : 'not run: there are no schemas of real projects here (COODIE_REAL_SCHEMAS names their directory)';

/** A schema to be made in a keyspace of any name. */
export interface Schema {
  readonly name: string;
  readonly statements: (keyspace: string) => readonly string[];
}

export const REAL_SCHEMAS: readonly Schema[] = WHY_NO_REAL_SCHEMAS === undefined ? realSchemas() : [];

/** What the recorded rows were made from. A trigger needs a class on the server. */
export const RECORDED_SCHEMAS: readonly Schema[] = ['fx', '"FxMixed"'].map((original) => ({
  name: `recorded ${original}`,
  statements: (keyspace) =>
    loadStatements('5.0.6')
      .filter((cql) => isSchema(cql) && !cql.startsWith('CREATE TRIGGER') && cql.includes(`${original}.`))
      .map((cql) => cql.replaceAll(`${original}.`, `${keyspace}.`))
      // Specs that run at the same time on one server would make two tables of one identity.
      .map((cql) => cql.replace(/ WITH ID = [\w-]+/, '')),
}));

function realSchemas(): readonly Schema[] {
  const folders = readdirSync(DIRECTORY, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => ({ name, statements: (keyspace) => statementsOf(name, keyspace) }));
}

function statementsOf(folder: string, keyspace: string): readonly string[] {
  const files = readdirSync(join(DIRECTORY, folder)).filter((file) => file.endsWith('.cql'));
  const text = files.toSorted().map((file) => `${readFileSync(join(DIRECTORY, folder, file), 'utf8')}\n`);
  const statements = text.flatMap((script) => splitScript(script).map(({ cql }) => cql));
  const original = statements.flatMap((cql) => /^CREATE KEYSPACE (?:IF NOT EXISTS )?(\w+)/i.exec(cql)?.[1] ?? [])[0];
  const renamed = (cql: string) => cql.replaceAll(new RegExp(`\\b${original}\\.(?=[\\w"])`, 'g'), `${keyspace}.`);
  return statements.filter(isSchema).map(renamed);
}

/** Neither data nor roles, nor the keyspace itself: a test has one of its own. */
function isSchema(cql: string): boolean {
  return /^(CREATE|ALTER|DROP)\s+(?!KEYSPACE|ROLE|USER)/i.test(cql);
}
