import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CoodieError, messageOf } from '../../core/error.js';
import { canonicalText } from '../../core/history/history.js';
import { MissingCompilerError, shownPath } from '../../load/errors.js';
import { evaluateModule } from '../../load/evaluate-module.js';
import type { ModuleExports } from '../../load/load-type-script.js';
import { lacksTypes } from '../../load/lower-decorators.js';
import { readSourceFile } from '../../load/source-file.js';
import type { AnyDefinition, KnownDefinition, LoadedDefinition } from './background-definition.js';
import { BackfillRefusedError } from '../errors.js';

export type DefinitionClass = new (...args: never[]) => AnyDefinition;

/** Makes a definition of its class, with what its constructor asks for. */
export type InstantiateDefinition = (definition: DefinitionClass) => Promise<AnyDefinition>;

/** `split-names.ts`, but no `split-names.spec.ts`, `split-names.d.ts` or `split-names.js.map`. */
const FILE = /^(?<name>[A-Za-z0-9][A-Za-z0-9_-]*)\.[cm]?[jt]s$/;

/** The backfills that files define, one each, by the names of the files. A directory that does not exist has none. */
export async function definitionsIn(
  directory: string,
  instantiate: InstantiateDefinition,
): Promise<readonly KnownDefinition[]> {
  return (await fileNames(directory)).flatMap((fileName) => {
    const name = FILE.exec(fileName)?.groups?.['name'];
    if (name === undefined || name === 'index') return [];
    const path = join(directory, fileName);
    return [{ name, origin: shownPath(path), load: () => load(name, path, instantiate) }];
  });
}

async function fileNames(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function load(name: string, path: string, instantiate: InstantiateDefinition): Promise<LoadedDefinition> {
  try {
    const file = await readSourceFile(path);
    const exported = definitionIn(await evaluateModule(file));
    const text = canonicalText(file.text);
    if (typeof exported !== 'function') return { definition: exported, text };
    if (lacksTypes(path, exported)) throw new MissingCompilerError(path);
    return { definition: await instantiate(exported), text };
  } catch (error) {
    const hint = error instanceof CoodieError ? error.hint : undefined;
    const problem = `${shownPath(path)}: ${messageOf(error).replace(/\.$/, '')}`;
    throw new BackfillRefusedError(name, problem, hint ?? 'Correct the file.', error);
  }
}

/** The default export, or the only export; CommonJS puts either one level deeper. */
function definitionIn(exports: ModuleExports): DefinitionClass | AnyDefinition {
  const nested = exports['default'];
  const inner = typeof nested === 'object' && nested !== null ? (nested as ModuleExports) : {};
  const candidates = [nested, inner['default'], ...Object.values(exports), ...Object.values(inner)];
  const found = candidates.find((value) => isDefinition(value) || isDefinitionClass(value));
  // A copy may be a class with fields alone, which only its instances have.
  const exported = found ?? candidates.find(isClass);
  if (exported) return exported as DefinitionClass | AnyDefinition;
  throw new TypeError(
    'it exports no backfill: export default a class, or an object, with `table`, `columns` and `row`, or `from` and `to`',
  );
}

function isDefinitionClass(value: unknown): value is DefinitionClass {
  return typeof value === 'function' && isDefinition(value.prototype);
}

const isClass = (value: unknown): boolean =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

function isDefinition(value: unknown): value is AnyDefinition {
  if (typeof value !== 'object' || value === null) return false;
  return ('row' in value && typeof value.row === 'function') || ('from' in value && 'to' in value);
}
