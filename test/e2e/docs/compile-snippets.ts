import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Block } from '../../support/markdown.js';

/** The folder of a project that has `nestjs-coodie` installed: from there a snippet's imports are found. */
const PROJECT = join(__dirname, '../../../sample-app');

/**
 * What a snippet that imports nothing may use. One with imports stands for itself: what it shows can be copied as it is.
 * One that begins with a comment such as `// src/product.entity.ts` is that file, which others of its page may import.
 */
const PRELUDE = `import { types } from 'cassandra-driver';
import { ClusteringKey, Column, Entity, Field, Indexed, PartitionKey, UserType } from 'nestjs-coodie';
`;

/** Compiles the snippets of a page as the sample application is compiled; answers what is wrong, and where in the page. */
export function compileSnippets(snippets: readonly Block[]): readonly string[] {
  const files = new Map(
    snippets.map((snippet, index) => [join(PROJECT, 'snippets', fileName(snippet, index)), snippet]),
  );
  const program = ts.createProgram([...files.keys()], compilerOptions(), hostWith(files));
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => describe(diagnostic, files));
}

function fileName({ text }: Block, index: number): string {
  return /^\/\/ (\S+\.ts)\n/.exec(text)?.[1] ?? `snippet-${index}.ts`;
}

function sourceOf({ text }: Block): string {
  return `${preludeOf(text)}${text}`;
}

function preludeOf(text: string): string {
  return /^import /m.test(text) ? '' : PRELUDE;
}

function compilerOptions(): ts.CompilerOptions {
  const readFile = (path: string) => ts.sys.readFile(path);
  const { config } = ts.readConfigFile(join(PROJECT, 'tsconfig.json'), readFile) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, PROJECT);
  // A snippet need not use all that the prelude brings, nor what it declares for the reader to use.
  return { ...options, noEmit: true, noUnusedLocals: false, rootDir: PROJECT, types: ['node', 'jest'] };
}

function hostWith(files: ReadonlyMap<string, Block>): ts.CompilerHost {
  const host = ts.createCompilerHost(compilerOptions());
  const folders = new Set([...files.keys()].map(dirname));
  const textOf = (path: string) => {
    const snippet = files.get(path);
    return snippet && sourceOf(snippet);
  };
  return {
    ...host,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    directoryExists: (path) => folders.has(path) || ts.sys.directoryExists(path),
    readFile: (path) => textOf(path) ?? host.readFile(path),
    getSourceFile: (path, languageVersion, ...rest) => {
      const text = textOf(path);
      return text === undefined
        ? host.getSourceFile(path, languageVersion, ...rest)
        : ts.createSourceFile(path, text, languageVersion, true);
    },
  };
}

function describe({ file, start = 0, messageText }: ts.Diagnostic, files: ReadonlyMap<string, Block>): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  const snippet = file && files.get(file.fileName);
  if (!snippet) return `${file?.fileName ?? 'the compiler'}: ${message}`;
  const [page = '', firstLine = '0'] = snippet.place.split(':');
  const above = preludeOf(snippet.text).split('\n').length - 1;
  const line = Number(firstLine) + file.getLineAndCharacterOfPosition(start).line - above;
  return `${page}:${line} ${message}`;
}
