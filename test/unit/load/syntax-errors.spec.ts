import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SourceSyntaxError } from '../../../lib/load/errors.js';
import { loadModule } from '../../../lib/load/load-module.js';
import { lowerDecorators } from '../../../lib/load/lower-decorators.js';

const RUN = 'globalThis.ran = true;\n';
const CONFLICT = `${RUN}export const a = 1;\n<<<<<<< HEAD\nexport const b = 2;\n=======\nexport const b = 3;\n>>>>>>> theirs\n`;

/** Title, file, text, line and column of the first problem. */
const BROKEN: readonly (readonly [string, string, string, number, number])[] = [
  ['merge-conflict markers', 'a.ts', CONFLICT, 3, 1],
  ['the end of a conflict alone', 'b.ts', `${RUN}export const a = 1;\n>>>>>>> theirs\n`, 3, 1],
  ['markers inside a class', 'c.mts', `${RUN}export class A {\n<<<<<<< HEAD\n  b = 1;\n}\n`, 3, 1],
  ['markers in CommonJS', 'd.cts', `${RUN}const a = 1;\n=======\nexport = a;\n`, 3, 1],
  ['a missing value', 'e.ts', `${RUN}export const a = ;\n`, 2, 18],
  ['a bracket that is not closed', 'f.ts', `${RUN}export class A {\n  b() {\n`, 4, 1],
  ['a text that is not closed', 'g.ts', `${RUN}export const a = 'b;\n`, 2, 21],
  [
    'a class that is marked for injection',
    'h.ts',
    `class Base {}\n${RUN}export class A extends Base { constructor(a: string) { super(; } }\n`,
    3,
    62,
  ],
  ['a decorator without an end', 'i.ts', `${RUN}const D = () => () => {};\n@D(\nexport class A {}\n`, 4, 1],
];

describe('a broken TypeScript file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'coodie-load-'));
  symlinkSync(resolve(__dirname, '../../../node_modules'), join(directory, 'node_modules'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  afterEach(() => Reflect.deleteProperty(globalThis, 'ran'));

  const failureOf = async (file: string, text: string): Promise<unknown> => {
    writeFileSync(join(directory, file), text);
    return loadModule(join(directory, file)).then(
      () => 'loaded',
      (error: unknown) => error,
    );
  };

  it.each(BROKEN)('with %s is not run: %s', async (_, file, text, ...place) => {
    const error = await failureOf(file, text);
    expect(error).toBeInstanceOf(SourceSyntaxError);
    expect(error).toMatchObject({ path: join(directory, file), line: place[0], column: place[1] });
    expect(globalThis).not.toHaveProperty('ran');
  });

  it('is found where another file imports it', async () => {
    writeFileSync(join(directory, 'imported.ts'), CONFLICT);
    const error = await failureOf('importing.ts', `import './imported.js';\n${RUN}`);
    expect(error).toMatchObject({ path: join(directory, 'imported.ts'), line: 3, column: 1 });
    expect(globalThis).not.toHaveProperty('ran');
  });

  it.each([
    ['in a text', "export const a = `\n<<<<<<< HEAD\n`;\nexport const b = '=======';\n"],
    ['in a comment', '/*\n<<<<<<< HEAD\n=======\n*/\nexport const b = 1;\n'],
  ])('is not one whose markers are %s', async (_, text) => {
    expect(await failureOf('fine.ts', text)).toBe('loaded');
  });

  it.each([['constructor'], ['service']])('keeps type errors to the compiler: %s', async (name) => {
    expect(await failureOf(`${name}.ts`, `export const ${name}: number = 'text';\n`)).toBe('loaded');
  });

  it('is found by swc in a project that has no TypeScript', () => {
    const project = mkdtempSync(join(tmpdir(), 'coodie-swc-'));
    const before = process.cwd();
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(resolve(__dirname, '../../../node_modules/@swc'), join(project, 'node_modules/@swc'));
    process.chdir(project);
    try {
      const path = join(project, 'a.ts');
      const lower = lowerDecorators(path);
      expect(lower?.('export const a: number = 1;\n', path)).toContain('export const a = 1;');
      expect(failureIn(() => lower?.(CONFLICT, path))).toMatchObject({ path, line: 3, column: 1 });
      const second = 'const a = 1;\nexport const b = ;\n';
      expect(failureIn(() => lower?.(second, path))).toMatchObject({ path, line: 2, column: 18 });
    } finally {
      process.chdir(before);
      rmSync(project, { recursive: true, force: true });
    }
  });
});

function failureIn(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
