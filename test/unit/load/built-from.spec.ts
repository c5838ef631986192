import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isSameSource } from '../../../lib/load/built-from.js';

const STOCK = '{ "compilerOptions": { "outDir": "./dist", "baseUrl": "./" } }';
const ROOT_IS_HERE = '{ "compilerOptions": { "outDir": "./dist", "rootDir": "." } }';
const ROOT_IS_SRC = '{ "extends": "./tsconfig.json", "compilerOptions": { "rootDir": "./src" } }';
const COMMENTED = `{
  // outDir: "./elsewhere"
  "extends": ["./base"], /* "rootDir": "x" */
  "compilerOptions": { "rootDir": "./lib//x", },
}`;

type Files = Readonly<Record<string, string>>;

/** Title, the tsconfig files, two files, and whether one of them is built from the other. */
const CASES: readonly (readonly [string, Files, string, string, boolean])[] = [
  ['one file', {}, 'src/a.ts', 'src/a.ts', true],
  ['what "nest new" of 11 writes', { 'tsconfig.json': STOCK }, 'src/cats/a.ts', 'dist/cats/a.js', true],
  ['with test/ beside src/ compiled, too', { 'tsconfig.json': STOCK }, 'src/cats/a.ts', 'dist/src/cats/a.js', true],
  [
    'what "nest new" of 12 writes',
    { 'tsconfig.json': ROOT_IS_HERE, 'tsconfig.build.json': ROOT_IS_SRC },
    'src/cats/a.ts',
    'dist/cats/a.js',
    true,
  ],
  ['ES module endings', { 'tsconfig.json': STOCK }, 'src/a.mts', 'dist/a.mjs', true],
  [
    'comments, commas at the end, and settings of another file',
    { 'tsconfig.json': COMMENTED, 'base.json': '{ "compilerOptions": { "outDir": "out", "rootDir": "other" } }' },
    'lib/x/cats/a.ts',
    'out/cats/a.js',
    true,
  ],
  [
    'an application of a monorepo',
    {
      'tsconfig.json': STOCK,
      'apps/shop/tsconfig.app.json': '{ "compilerOptions": { "outDir": "../../dist/apps/shop" } }',
    },
    'apps/shop/src/a.ts',
    'dist/apps/shop/a.js',
    true,
  ],
  ['another folder', { 'tsconfig.json': STOCK }, 'src/cats/a.ts', 'dist/dogs/a.js', false],
  ['a deeper folder', { 'tsconfig.json': STOCK }, 'src/cats/a.ts', 'dist/a.js', false],
  ['another name', { 'tsconfig.json': STOCK }, 'src/a.ts', 'dist/b.js', false],
  ['another output directory', { 'tsconfig.json': STOCK }, 'src/a.ts', 'old-dist/a.js', false],
  ['two source files', { 'tsconfig.json': STOCK }, 'src/a.ts', 'lib/a.ts', false],
  ['two built files', { 'tsconfig.json': STOCK }, 'dist/a.js', 'dist/src/a.js', false],
  ['a project without a tsconfig', {}, 'src/a.ts', 'dist/a.js', false],
  [
    'a tsconfig that cannot be read',
    { 'tsconfig.json': '{ "extends": "./tsconfig.json", ' },
    'src/a.ts',
    'out/a.js',
    false,
  ],
];

describe('isSameSource', () => {
  const directory = mkdtempSync(join(tmpdir(), 'coodie-built-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(CASES.map((given, index) => [given[0], index, given] as const))(
    'tells by the tsconfig files: %s',
    (_, index, [, files, first, second, expected]) => {
      const project = join(directory, String(index));
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(project, file)), { recursive: true });
        writeFileSync(join(project, file), text);
      }
      expect(isSameSource(join(project, first), join(project, second))).toBe(expected);
      expect(isSameSource(join(project, second), join(project, first))).toBe(expected);
    },
  );
});
