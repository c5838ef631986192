import { resolve } from 'node:path';
import { CqlSyntaxError } from '../../core/cql/split-script.js';
import { readStatement, type Statement } from '../../core/cql/statement.js';
import { parseSeedScript, type SeedSection } from '../../core/history/seed-script.js';
import { resolveTarget } from '../../core/history/select.js';
import { readSourceFile } from '../../load/source-file.js';
import type { StatementPlace } from '../../migrations/source/errors.js';
import { UsageError } from '../settings/errors.js';

/** Rows to write, by the migration before which they are written. */
export type Seeds = ReadonlyMap<string, readonly StatementPlace[]>;

/**
 * Reads the rows of `--seed`.
 * @throws UsageError | UnreadableFileError | UnknownMigrationError | AmbiguousMigrationError
 */
export async function readSeeds(path: string | undefined, names: readonly string[]): Promise<Seeds> {
  if (path === undefined) return new Map();
  const { text } = await readSourceFile(resolve(path));
  const seeds = new Map<string, StatementPlace[]>();
  const known = names.map((name) => ({ name }));
  for (const { before, statements } of sectionsOf(path, text)) {
    const name = resolveTarget(known, before);
    const places = statements.map(({ cql, line, column }) => ({ cql, origin: path, position: { line, column } }));
    seeds.set(name, [...(seeds.get(name) ?? []), ...places]);
  }
  return seeds;
}

function sectionsOf(path: string, text: string): readonly SeedSection[] {
  try {
    return parseSeedScript(text);
  } catch (error) {
    if (!(error instanceof CqlSyntaxError)) throw error;
    const { line, column, problem, hint } = error;
    throw new UsageError([`--seed: ${path}:${line}:${column} ${problem}`], { hint, cause: error });
  }
}

export function statementsOf(seeds: Seeds): readonly Statement[] {
  return [...seeds.values()].flat().map(({ cql }) => readStatement(cql));
}
