import { CoodieError, messageOf } from '../../core/error.js';
import type { MigrationEntry } from '../../core/history/history.js';
import { MissingCompilerError, SourceSyntaxError } from '../../load/errors.js';
import { evaluateModule } from '../../load/evaluate-module.js';
import type { ModuleExports } from '../../load/load-type-script.js';
import { lacksTypes } from '../../load/lower-decorators.js';
import type { SourceFile } from '../../load/source-file.js';
import { MigrationLoadError } from './errors.js';
import type { LoadedCode } from './loaded-migration.js';
import type { Instantiate, MigrationClass } from './migration-source.js';
import type { Migration } from './migration.js';

/** @throws MigrationLoadError */
export async function loadCode(entry: MigrationEntry, file: SourceFile, instantiate: Instantiate): Promise<LoadedCode> {
  const exports = await evaluateOrExplain(entry, file);
  const migrationClass = migrationClassIn(entry, exports);
  if (lacksTypes(file.path, migrationClass))
    throw loadError(entry.origin, file.path, new MissingCompilerError(file.path));
  return loadClass(entry, migrationClass, instantiate);
}

/** @throws MigrationLoadError */
export async function loadClass(
  entry: MigrationEntry,
  migrationClass: MigrationClass,
  instantiate: Instantiate,
): Promise<LoadedCode> {
  const migration = await instantiateOrExplain(entry, migrationClass, instantiate);
  return {
    form: 'code',
    entry,
    migration,
    description: migration.description ?? '',
    allowDestructive: migration.allowDestructive ?? false,
    reversible: migration.reversible !== false && typeof migration.downgrade === 'function',
  };
}

async function evaluateOrExplain({ origin }: MigrationEntry, file: SourceFile): Promise<ModuleExports> {
  try {
    return await evaluateModule(file);
  } catch (error) {
    throw loadError(origin, file.path, error);
  }
}

function loadError(origin: string, path: string, cause: unknown): MigrationLoadError {
  if (!(cause instanceof CoodieError)) return new MigrationLoadError(origin, messageOf(cause), { cause });
  const { hint } = cause;
  if (!(cause instanceof SourceSyntaxError) || cause.path !== path)
    return new MigrationLoadError(origin, cause.message, { cause, hint });
  const { line, column, problem } = cause;
  return new MigrationLoadError(origin, problem, { cause, hint, position: { line, column } });
}

/** The default export, or the one named ForwardMigration; CommonJS puts either one level deeper. */
function migrationClassIn({ origin }: MigrationEntry, exports: ModuleExports): MigrationClass {
  const nested = exports['default'];
  const inner = typeof nested === 'object' && nested !== null ? (nested as ModuleExports) : {};
  const candidates = [exports['ForwardMigration'], nested, inner['ForwardMigration'], inner['default']];
  const found = candidates.find(isMigrationClass);
  if (found) return found;
  throw new MigrationLoadError(origin, 'it exports no migration', {
    hint: 'Write `export default class … extends Migration` with an upgrade method, or export it as ForwardMigration.',
  });
}

// Told by its shape: the file may have loaded another copy of this package.
function isMigrationClass(value: unknown): value is MigrationClass {
  if (typeof value !== 'function') return false;
  const prototype: unknown = value.prototype;
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    'upgrade' in prototype &&
    typeof prototype.upgrade === 'function'
  );
}

async function instantiateOrExplain(
  { origin }: MigrationEntry,
  migrationClass: MigrationClass,
  instantiate: Instantiate,
): Promise<Migration> {
  try {
    return await instantiate(migrationClass);
  } catch (cause) {
    const hint = cause instanceof CoodieError ? cause.hint : undefined;
    throw new MigrationLoadError(origin, messageOf(cause), { cause, hint });
  }
}
