import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceSyntaxError, type SyntaxProblem } from './errors.js';
import { loadTypeScript, type ModuleExports } from './load-type-script.js';
import { readSourceFile } from './source-file.js';
import { syntaxProblemOf } from './transform-source.js';

/**
 * Loads a file of the user's: JavaScript as Node does, TypeScript without a build.
 * @throws UnreadableFileError | SourceSyntaxError | MissingCompilerError, and what the file itself throws
 */
export async function loadModule(path: string): Promise<ModuleExports> {
  // Loaders wait for ever at a named pipe, and take other encodings for UTF-8.
  await readSourceFile(path);
  return /\.[cm]?ts$/.test(path) ? loadTypeScript(path) : loadJavaScript(path);
}

async function loadJavaScript(path: string): Promise<ModuleExports> {
  try {
    return (await import(specifier(path))) as ModuleExports;
  } catch (error) {
    throw await placed(path, error);
  }
}

/** Adds the place to a syntax error, which Node does not tell of an ES module. */
export async function placed(path: string, error: unknown): Promise<unknown> {
  if (!isSyntaxError(error)) return error;
  const problem = await firstProblem([path], new Set());
  return problem ? new SourceSyntaxError(problem) : error;
}

// Told by its name: an error of another realm is no instance of ours.
function isSyntaxError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'SyntaxError';
}

/** Looks through a file and what it imports of the same project. */
async function firstProblem(paths: readonly string[], seen: Set<string>): Promise<SyntaxProblem | undefined> {
  const { createJiti } = await import('jiti');
  for (const path of paths.filter((candidate) => !seen.has(candidate))) {
    seen.add(path);
    const source = await readSourceFile(path).then(
      ({ text }) => text,
      () => '',
    );
    const problem =
      syntaxProblemOf(createJiti(path, { fsCache: false }), path, source) ??
      (await firstProblem(importedBy(path, source), seen));
    if (problem) return problem;
  }
  return undefined;
}

function importedBy(path: string, source: string): readonly string[] {
  const specifiers = source.matchAll(/(?:from|import|require\()\s*['"](\.{1,2}\/[^'"]+\.[cm]?js)['"]/g);
  return [...specifiers].map(([, found = '']) => resolve(dirname(path), found));
}

// Windows paths must be URLs; elsewhere a plain path also works where a test runner turned `import` into `require`.
function specifier(path: string): string {
  return process.platform === 'win32' ? pathToFileURL(path).href : path;
}
