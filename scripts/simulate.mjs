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
// A mutant that no longer fits the source proves nothing: each run looks at all of them, so that the change that moves a line notices.
for (const name of Object.keys(MUTANTS)) mutated(name);
const at = process.argv.indexOf('--mutant');
if (at > 0) for (const [path, text] of mutated(process.argv[at + 1])) writeFileSync(path, text);
await import(pathToFileURL(join(out, 'test/simulation/main.js')).href);

function compile(folder) {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')))
    write(join(folder, file), transformFileSync(join(ROOT, folder, file), SWC).code);
}

/** Compiled files with a fix reverted: path → text. */
function mutated(name) {
  const edits = MUTANTS[name];
  if (!edits) throw new Error(`There is no mutant ${name}: ${Object.keys(MUTANTS).join(', ')}`);
  const texts = new Map();
  for (const [file, before, after] of edits) {
    const path = join(out, file.replace(/\.ts$/, '.js'));
    const text = texts.get(path) ?? readFileSync(path, 'utf8');
    if (text.split(before).length !== 2) throw new Error(`The mutant ${name} no longer fits ${file}: ${before}`);
    texts.set(
      path,
      text.replace(before, () => after),
    );
  }
  return texts;
}

function write(file, text) {
  const path = join(out, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
