// Bundles what the compiler wrote to build/ into dist/: one file for each entry point, with shared chunks, so that importing the
// package loads a handful of files in place of some four hundred. Types are copied as they are.
import { build } from 'esbuild';
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const { bin, exports, schematics } = JSON.parse(readFileSync(path('package.json'), 'utf8'));
const collection = dirname(schematics);
const files = [
  ...Object.values(exports).map((entry) => entry.default),
  ...Object.values(bin),
  `${collection}/index.js`,
].filter(Boolean);

rmSync(path('dist'), { recursive: true, force: true });
await build({
  entryPoints: files.map((file) => ({
    in: path(file.replace('./dist/', 'build/')),
    out: file.slice('./dist/'.length, -3),
  })),
  outdir: path('dist'),
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  // Stack traces and Nest's messages name classes and functions.
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
});
cpSync(path('build'), path('dist'), {
  recursive: true,
  filter: (file) => statSync(file).isDirectory() || isType(file),
});
cpSync(path('lib/schematics'), path(collection), { recursive: true, filter: (file) => !file.endsWith('.ts') });
// The compiler writes no executable bit, which `npx coodie` needs where the package is linked and not installed.
for (const file of Object.values(bin)) chmodSync(path(file), 0o755);

/** The compiler leaves in build/ what it once made of a source that is gone by now. */
function isType(file) {
  const source = file.slice(path('build/').length).replace(/\.d\.ts$/, '.ts');
  return file.endsWith('.d.ts') && existsSync(path(`lib/${source}`));
}
