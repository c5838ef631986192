import { CqlSyntaxError } from '../../core/cql/split-script.js';
import type { MigrationEntry } from '../../core/history/history.js';
import { type MigrationScript, parseMigrationScript } from '../../core/history/migration-script.js';
import { MigrationLoadError } from './errors.js';
import type { LoadedScript } from './loaded-migration.js';

/** @throws MigrationLoadError with file, line and column */
export function loadScript(entry: MigrationEntry, text: string): LoadedScript {
  const { description, allowDestructive, reversible, upgrade, downgrade } = parse(entry, text);
  return {
    form: 'script',
    entry,
    description: description ?? '',
    allowDestructive,
    reversible,
    statements: { upgrade, downgrade },
  };
}

function parse({ origin }: MigrationEntry, text: string): MigrationScript {
  try {
    return parseMigrationScript(text);
  } catch (error) {
    if (!(error instanceof CqlSyntaxError)) throw error;
    const { problem, line, column, hint } = error;
    throw new MigrationLoadError(origin, problem, { cause: error, hint, position: { line, column } });
  }
}
