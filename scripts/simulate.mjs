// Runs the deterministic simulator: npm run simulate -- [--seed N] [--seeds FROM-TO] [--minutes M] [--mutant NAME] [--trace]
// The sources are compiled to node_modules/.cache first: entities need decorators, which Node alone does not run.
import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'node_modules/.cache/coodie-simulation');

rmSync(OUT, { recursive: true, force: true });
for (const folder of ['lib', 'test/simulation']) compile(folder);
writeFileSync(join(OUT, 'package.json'), '{ "type": "module" }');
await import(pathToFileURL(join(OUT, 'test/simulation/main.js')).href);

function compile(folder) {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))) {
    const path = join(OUT, folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, transformFileSync(join(ROOT, folder, file), OPTIONS()).code);
  }
}

function OPTIONS() {
  return {
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      keepClassNames: true,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    },
  };
}
