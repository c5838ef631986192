import { dirname, join, posix } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import type { SourceFile } from '../../../lib/core/source/render-class.js';
import * as library from '../../../lib/index.js';

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

/** The classes of pulled files, in memory: what `ENTITIES` of their index lists. */
export function entitiesOf(files: readonly SourceFile[]): readonly library.EntityClass[] {
  const modules = new Map<string, object>();
  const load = (name: string): object => {
    if (name === 'nestjs-coodie') return library;
    const path = posix.normalize(name).replace(/\.js$/, '.ts');
    const existing = modules.get(path);
    if (existing) return existing;
    const exports = {};
    modules.set(path, exports);
    const { text } = files.find(({ fileName }) => fileName === path) ?? { text: `throw new Error('no ${path}')` };
    const { outputText } = ts.transpileModule(text, { fileName: path, compilerOptions: OPTIONS });
    compileFunction(outputText, ['exports', 'require'])(exports, load);
    return exports;
  };
  // What the index exports is what this test reads.
  return (load('index.ts') as { readonly ENTITIES: readonly library.EntityClass[] }).ENTITIES;
}

const ROOT = join(__dirname, '../../..');
const STRICT: ts.CompilerOptions = {
  ...OPTIONS,
  strict: true,
  noUnusedLocals: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  skipLibCheck: true,
  noEmit: true,
  // From its sources, which are there without a build.
  paths: { 'nestjs-coodie': [join(ROOT, 'lib/index.ts')] },
};

/** What the strict compiler has against pulled files, by the folder that they are in. */
export function problemsOf(folders: Readonly<Record<string, readonly SourceFile[]>>): readonly string[] {
  const texts = new Map(
    Object.entries(folders).flatMap(([folder, files]) =>
      files.map(({ fileName, text }) => [join(ROOT, 'lib/pulled', folder, fileName), text] as const),
    ),
  );
  const program = ts.createProgram([...texts.keys()], STRICT, hostWith(texts));
  const pulled = program.getSourceFiles().filter(({ fileName }) => texts.has(fileName));
  return pulled
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

function hostWith(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(STRICT);
  const folders = new Set([...texts.keys()].map(dirname));
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    directoryExists: (path) => folders.has(path) || ts.sys.directoryExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, language, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, language, ...rest)
        : ts.createSourceFile(path, text, language, true);
    },
  };
}
