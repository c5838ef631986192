// Runs the deterministic simulator: npm run simulate -- [--seed N] [--seeds FROM-TO] [--from N --minutes M] [--survey] [--mutant NAME]
// [--trace] [--json]. The sources are compiled to node_modules/.cache first: entities need decorators, which Node alone does not run.
import { transformFileSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MUTANTS } from './simulation-mutants.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const SWC = {
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    keepClassNames: true,
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
  },
};

mkdirSync(CACHE, { recursive: true });
const out = mkdtempSync(join(CACHE, 'coodie-simulation-'));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
for (const folder of ['lib', 'test/simulation']) compile(folder);
writeFileSync(join(out, 'package.json'), '{ "type": "module" }');
const at = process.argv.indexOf('--mutant');
if (at > 0) mutate(process.argv[at + 1]);
await import(pathToFileURL(join(out, 'test/simulation/main.js')).href);

function compile(folder) {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')))
    write(join(folder, file), transformFileSync(join(ROOT, folder, file), SWC).code);
}

/** Reverts a fix in the copy. */
function mutate(name) {
  const edits = MUTANTS[name];
  if (!edits) throw new Error(`There is no mutant ${name}: ${Object.keys(MUTANTS).join(', ')}`);
  for (const [file, before, after] of edits) {
    const path = join(out, file.replace(/\.ts$/, '.js'));
    const text = readFileSync(path, 'utf8');
    if (text.split(before).length !== 2) throw new Error(`The mutant ${name} no longer fits ${file}: ${before}`);
    writeFileSync(
      path,
      text.replace(before, () => after),
    );
  }
}

function write(file, text) {
  const path = join(out, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
