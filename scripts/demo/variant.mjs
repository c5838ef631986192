import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import typescript from 'typescript';

/**
 * A built copy of the sample application with one line more in one of its entities. Inside its dist folder: what it
 * imports is found from there, and the sources stay as they are.
 */
export async function buildVariant({ folder, entity, after, line }) {
  const source = await readFile(join(folder, 'src', `${entity}.ts`), 'utf8');
  assert.ok(source.includes(after), `${entity}.ts has no line "${after.trim()}"`);
  const changed = source.replace(after, `${after}\n${line}`);
  const copy = await emptyCopy(join(folder, 'dist'));
  await writeFile(join(copy, `${entity}.js`), compile(changed));
  return {
    main: join(copy, 'main.js'),
    cli: join(copy, 'cli.js'),
    folder: copy,
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}

async function emptyCopy(dist) {
  const parts = ['main.js', 'cli.js', 'app.module.js', 'catalog-options.js', 'found.js'];
  const folders = ['migrations', 'products', 'reviews', 'sessions', 'users'];
  const copy = await mkdtemp(join(dist, 'variant-'));
  for (const part of [...parts, ...folders]) await cp(join(dist, part), join(copy, part), { recursive: true });
  return copy;
}

/** As the sample application's tsconfig.json has it. */
function compile(source) {
  const compilerOptions = {
    module: typescript.ModuleKind.ESNext,
    target: typescript.ScriptTarget.ES2023,
    verbatimModuleSyntax: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  };
  return typescript.transpileModule(source, { compilerOptions }).outputText;
}
