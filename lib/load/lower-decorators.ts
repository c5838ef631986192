import type * as Swc from '@swc/core';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type * as TypeScript from 'typescript';
import { SourceSyntaxError } from './errors.js';
import { markInjectable } from './mark-injectable.js';

/**
 * Turns TypeScript with decorators into JavaScript modules with the metadata that Nest's injection reads.
 * @throws SourceSyntaxError
 */
export type Lower = (source: string, fileName: string, format?: 'commonjs' | 'es6') => string;

/**
 * Uses the TypeScript of the project that a file belongs to (up to 6: the 7th has no such API), else its swc. The project
 * in the working directory stands in for a file outside of any project. `undefined` where there is neither.
 */
export function lowerDecorators(path: string): Lower | undefined {
  const requires = [createRequire(path), createRequire(join(process.cwd(), 'package.json'))];
  const typescript = first<typeof TypeScript>(requires, 'typescript', 'transpileModule');
  if (typescript) return withTypeScript(typescript);
  const swc = first<typeof Swc>(requires, '@swc/core', 'transformSync');
  return swc && withSwc(swc);
}

/**
 * Whether a class asks for services whose types were not written down: JavaScript is as it was compiled, but TypeScript
 * loses its types where the project has no compiler.
 */
export function lacksTypes(path: string, type: Constructor): boolean {
  if (type.length === 0 || Reflect.hasMetadata('design:paramtypes', type)) return false;
  return /\.[cm]?ts$/.test(path) && lowerDecorators(path) === undefined;
}

type Constructor = new (...args: never[]) => unknown;

function withTypeScript(typescript: typeof TypeScript): Lower {
  const { ESNext, CommonJS } = typescript.ModuleKind;
  const compilerOptions: TypeScript.CompilerOptions = {
    allowJs: true,
    esModuleInterop: true,
    target: typescript.ScriptTarget.ES2022,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    inlineSourceMap: true,
  };
  return (source, fileName, format) => {
    const module = format === 'commonjs' ? CommonJS : ESNext;
    const options = {
      // TypeScript makes ES modules of .mts and .mjs.
      fileName: format === 'commonjs' ? fileName.replace(/\.[cm]?[jt]s$/, '.ts') : fileName,
      compilerOptions: { ...compilerOptions, module },
      reportDiagnostics: true,
    };
    const marked = markInjectable(typescript, source, fileName);
    const { outputText, diagnostics = [] } = typescript.transpileModule(marked, options);
    // Marking moves columns, so the place is read from the source as it is written.
    if (diagnostics.length > 0)
      refuseBroken(typescript, fileName, typescript.transpileModule(source, options).diagnostics ?? []);
    return outputText;
  };
}

function refuseBroken(
  typescript: typeof TypeScript,
  path: string,
  diagnostics: readonly TypeScript.Diagnostic[],
): void {
  const problem = diagnostics.find(({ category }) => category === typescript.DiagnosticCategory.Error);
  if (!problem) return;
  const place = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0) ?? { line: 0, character: 0 };
  throw new SourceSyntaxError({
    path,
    line: place.line + 1,
    column: place.character + 1,
    problem: typescript.flattenDiagnosticMessageText(problem.messageText, '\n'),
  });
}

function withSwc(swc: typeof Swc): Lower {
  return (source, filename, format = 'es6') => {
    try {
      return swc.transformSync(source, {
        filename,
        configFile: false,
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: format },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      }).code;
    } catch (error) {
      throw placedBySwc(filename, error);
    }
  };
}

/** Reads the place from the drawing in swc's message: a numbered line of the file, and below it a line with carets. */
function placedBySwc(path: string, error: unknown): unknown {
  const drawing = /^(?:Error:)?\s*[x×] ([^\n]+)\n[\s\S]*?\n\s*(\d+) [|│][^\n]*\n\s*[:·] (\s*)\^/.exec(
    stripVTControlCharacters(String(error)),
  );
  const [, problem = '', line, indentation = ''] = drawing ?? [];
  if (line === undefined) return error;
  return new SourceSyntaxError({ path, line: Number(line), column: indentation.length + 1, problem });
}

function first<T>(requires: readonly NodeJS.Require[], name: string, needed: keyof T & string): T | undefined {
  for (const require of requires) {
    const found = optional<T>(require, name);
    if (typeof found?.[needed] === 'function') return found;
  }
  return undefined;
}

function optional<T>(require: NodeJS.Require, name: string): T | undefined {
  try {
    return require(name) as T;
  } catch {
    return undefined;
  }
}
