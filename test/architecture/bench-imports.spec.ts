import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const BENCH = join(__dirname, '../../bench');
const LIB = join(__dirname, '../../lib');
/** Names that a benchmark imports from inside the package, at its start or later. */
const IMPORT = /\{ ([\w, ]+) \} (?:from |= await import\()'\.\.\/(?:build|dist)\/([\w/.-]+)\.js'/g;

const imports = readdirSync(BENCH)
  .filter((file) => file.endsWith('.mjs'))
  .flatMap((file) =>
    [...readFileSync(join(BENCH, file), 'utf8').matchAll(IMPORT)].map(([, names = '', path = '']) => ({
      file,
      path,
      names: names.split(', '),
    })),
  );

// They run for half an hour, and so seldom: what they import may have moved since.
describe('the benchmarks', () => {
  it('import something', () => expect(imports.length).toBeGreaterThan(20));

  it.each(imports)('$file finds what it imports from $path', async ({ path, names }) => {
    const module = (await import(join(LIB, path))) as Readonly<Record<string, unknown>>;
    expect(names.filter((name) => module[name] === undefined)).toEqual([]);
  });
});
