import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const STRICT: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  noUnusedLocals: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/** What the strict compiler has against the TypeScript files below a directory of a project. */
export function compileProblems(project: string, directory: string): readonly string[] {
  const root = join(project, directory);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const options = { ...STRICT, typeRoots: [join(project, 'node_modules/@types')] };
  const program = ts.createProgram(
    files.map((file) => join(root, file)),
    options,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
