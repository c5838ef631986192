import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CoodieError, messageOf } from '../../core/error.js';
import { canonicalText } from '../../core/history/history.js';
import { MissingCompilerError, shownPath } from '../../load/errors.js';
import { evaluateModule } from '../../load/evaluate-module.js';
import type { ModuleExports } from '../../load/load-type-script.js';
import { lacksTypes } from '../../load/lower-decorators.js';
import { readSourceFile, type SourceFile } from '../../load/source-file.js';
import type { AnyDefinition, KnownDefinition, LoadedDefinition } from './background-definition.js';
import { BackfillRefusedError } from '../errors.js';

export type DefinitionClass = new (...args: never[]) => AnyDefinition;

/** Makes a definition of its class, with what its constructor asks for. */
export type InstantiateDefinition = (definition: DefinitionClass) => Promise<AnyDefinition>;

/** `split-names.ts`, but no `split-names.spec.ts`, `split-names.d.ts` or `split-names.js.map`. */
const FILE = /^(?<name>[A-Za-z0-9][A-Za-z0-9_-]*)\.[cm]?[jt]s$/;

interface Evaluated {
  readonly version: string;
  readonly loading: Promise<LoadedDefinition>;
}

/**
 * The backfills that files define, one each, by the names of the files. A file is evaluated, and its class made, once for
 * as long as it stays as it is: workers ask every few seconds, and development changes files under a running process.
 */
export class BackfillDirectory {
  private readonly evaluated = new Map<string, Evaluated>();

  constructor(
    private readonly directory: string,
    private readonly instantiate: InstantiateDefinition,
  ) {}

  /** A directory that does not exist has none. */
  async definitions(): Promise<readonly KnownDefinition[]> {
    return (await fileNames(this.directory)).flatMap((fileName) => {
      const name = FILE.exec(fileName)?.groups?.['name'];
      if (name === undefined || name === 'index') return [];
      const path = join(this.directory, fileName);
      return [{ name, origin: shownPath(path), load: () => this.load(name, path) }];
    });
  }

  private async load(name: string, path: string): Promise<LoadedDefinition> {
    try {
      return await this.evaluatedOnce(await readSourceFile(path));
    } catch (error) {
      // One that failed is tried again: it may have asked for something that was not there yet.
      this.evaluated.delete(path);
      const hint = error instanceof CoodieError ? error.hint : undefined;
      const problem = `${shownPath(path)}: ${messageOf(error).replace(/\.$/, '')}`;
      throw new BackfillRefusedError(name, problem, hint ?? 'Correct the file.', error);
    }
  }

  private evaluatedOnce(file: SourceFile): Promise<LoadedDefinition> {
    const { path, version } = file;
    const known = this.evaluated.get(path);
    if (known?.version === version) return known.loading;
    const loading = evaluate(file, this.instantiate);
    this.evaluated.set(path, { version, loading });
    return loading;
  }
}

async function fileNames(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function evaluate(file: SourceFile, instantiate: InstantiateDefinition): Promise<LoadedDefinition> {
  const exported = definitionIn(await evaluateModule(file));
  const text = canonicalText(file.text);
  if (typeof exported !== 'function') return { definition: exported, text };
  if (lacksTypes(file.path, exported)) throw new MissingCompilerError(file.path);
  return { definition: await instantiate(exported), text };
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
