import type * as Swc from '@swc/core';
import type * as TypeScript from 'typescript';
import { markInjectable } from './mark-injectable.js';

/** Turns TypeScript with decorators into JavaScript modules with the metadata that Nest's injection reads. */
export type Lower = (source: string, fileName: string) => string;

/** With the project's TypeScript (up to 6: the 7th has no such API), else with its swc; `undefined` where it has neither. */
export async function lowerDecorators(require: NodeJS.Require): Promise<Lower | undefined> {
  const typescript = optional<typeof TypeScript>(require, 'typescript');
  if (typeof typescript?.transpileModule === 'function') return withTypeScript(typescript);
  const swc = optional<typeof Swc>(require, '@swc/core');
  return swc ? withSwc(swc) : undefined;
}

function withTypeScript(typescript: typeof TypeScript): Lower {
  const compilerOptions: TypeScript.CompilerOptions = {
    module: typescript.ModuleKind.ESNext,
    target: typescript.ScriptTarget.ES2022,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    inlineSourceMap: true,
  };
  return (source, fileName) =>
    typescript.transpileModule(markInjectable(typescript, source, fileName), { fileName, compilerOptions }).outputText;
}

function withSwc(swc: typeof Swc): Lower {
  return (source, filename) =>
    swc.transformSync(source, {
      filename,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        keepClassNames: true,
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    }).code;
}

function optional<T>(require: NodeJS.Require, name: string): T | undefined {
  try {
    return require(name) as T;
  } catch {
    return undefined;
  }
}
