import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import { FileChangedError } from './errors.js';
import { placed } from './load-module.js';
import { evaluateTypeScript, lowerToCommonJs, type ModuleExports } from './load-type-script.js';
import { isCommonJs } from './module-format.js';
import { readSourceFile, type SourceFile } from './source-file.js';

/**
 * Evaluates a module from the bytes that were read, whatever the file contains now, and whatever was imported before.
 * @throws FileChangedError for an ES module that changed meanwhile: Node reads it itself | SourceSyntaxError
 */
export async function evaluateModule(file: SourceFile): Promise<ModuleExports> {
  if (inJest() && (isCommonJsHere() || (await isCommonJs(file)))) return evaluateInJest(file);
  if (/\.[cm]?ts$/.test(file.path) && !inJest()) return evaluateTypeScript(file);
  return (await isCommonJs(file)) ? evaluateCommonJs(file) : importUnchanged(file);
}

/** Jest has a module registry of its own: what it loads must come from there, or a class is another one. */
function inJest(): boolean {
  return Symbol.for('jest-native-promise') in globalThis;
}

/** Whether this package itself runs as CommonJS: only a test runner compiles it so. */
function isCommonJsHere(): boolean {
  return typeof __filename === 'string';
}

/** Compiled to CommonJS, in Jest's own realm, and with Jest's `require`. */
async function evaluateInJest(file: SourceFile): Promise<ModuleExports> {
  const code = lowerToCommonJs(file);
  if (code === undefined) return evaluateTypeScript(file);
  // oxlint-disable-next-line typescript/no-implied-eval -- node:vm would compile it in another realm than the tests'
  const compiled = new Function(...PARAMETERS, `${code}\n//# sourceURL=${file.path}`) as Compiled;
  return call(compiled, file.path);
}

async function evaluateCommonJs(file: SourceFile): Promise<ModuleExports> {
  try {
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const compiled = compileFunction(file.text, PARAMETERS, { filename: file.path, importModuleDynamically });
    return call(compiled as Compiled, file.path);
  } catch (error) {
    throw await placed(file.path, error);
  }
}

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

type Compiled = (this: unknown, ...args: readonly unknown[]) => void;

function call(compiled: Compiled, path: string): ModuleExports {
  const require = createRequire(path);
  const module = { exports: {} as unknown, id: path, filename: path, require };
  compiled.call(module.exports, module.exports, require, module, path, dirname(path));
  return { default: module.exports };
}

/** The query makes Node read the file again. It is the version of the file, so an unchanged file is one module. */
async function importUnchanged(file: SourceFile): Promise<ModuleExports> {
  const exports = await importOrPlace(file);
  const now = await readSourceFile(file.path);
  if (now.version !== file.version || !now.bytes.equals(file.bytes)) throw new FileChangedError(file.path);
  return exports;
}

async function importOrPlace({ path, version }: SourceFile): Promise<ModuleExports> {
  // Jest leaves the query away where it is part of a URL.
  const address = inJest() ? path : pathToFileURL(path).href;
  try {
    return (await import(`${address}?version=${version}`)) as ModuleExports;
  } catch (error) {
    throw await placed(path, error);
  }
}
