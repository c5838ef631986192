import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackfillDirectory } from '../../../lib/backfill/background/backfill-directory.js';
import { BackfillRefusedError } from '../../../lib/backfill/errors.js';

const instantiate = async <T>(type: new () => T) => new type();
const OBJECT = `module.exports = { table: 'users',\n  columns: [], row: () => undefined };\n`;

describe('a directory of backfills', () => {
  const directory = mkdtempSync(join(tmpdir(), 'backfills-'));
  const write = (file: string, text: string) => writeFileSync(join(directory, file), text);
  const backfills = new BackfillDirectory(directory, instantiate);
  const names = async () => (await backfills.definitions()).map(({ name }) => name);
  const load = async (name: string) => (await backfills.definitions()).find((one) => one.name === name)?.load();
  afterAll(() => rmSync(directory, { recursive: true }));

  it('has none where it does not exist', async () => {
    expect(await new BackfillDirectory(join(directory, 'missing'), instantiate).definitions()).toEqual([]);
  });

  it('is refused where it is none', async () => {
    write('file', '');
    await expect(new BackfillDirectory(join(directory, 'file'), instantiate).definitions()).rejects.toThrow('ENOTDIR');
  });

  it('has one for each file that is named like one, and looks into none of them', async () => {
    const files = ['b.cjs', 'a-1.ts', 'c_2.mts', 'index.ts', 'a.spec.ts', 'a.d.ts', 'b.cjs.map', 'README.md', '.x.ts'];
    for (const file of files) write(file, 'this is no module');
    expect(await names()).toEqual(['a-1', 'b', 'c_2']);
  });

  it('is told by the text of its file, whatever ends its lines', async () => {
    write('b.cjs', OBJECT);
    const loaded = await load('b');
    expect(loaded?.definition).toMatchObject({ table: 'users' });
    write('b.cjs', `\uFEFF${OBJECT.replaceAll('\n', '\r\n')}`);
    expect(await load('b')).toMatchObject({ text: loaded?.text });
    write('b.cjs', OBJECT.replace('users', 'people'));
    expect((await load('b'))?.text).not.toBe(loaded?.text);
  });

  it('makes the class of a file once, also for several who ask at a time, and anew when the file has changed', async () => {
    const text = `module.exports = class { table = 'users'; columns = []; row() {} };`;
    write('b.cjs', text);
    const [first, second] = await Promise.all([load('b'), load('b')]);
    expect(second?.definition).toBe(first?.definition);
    expect((await load('b'))?.definition).toBe(first?.definition);
    write('b.cjs', `${text}\n`);
    expect((await load('b'))?.definition).not.toBe(first?.definition);
  });

  it('tries a file again that could not be loaded', async () => {
    write('b.cjs', `if (!globalThis.isThere) throw new Error('not yet'); ${OBJECT}`);
    await expect(load('b')).rejects.toThrow('not yet');
    Reflect.set(globalThis, 'isThere', true);
    expect((await load('b'))?.definition).toMatchObject({ table: 'users' });
    Reflect.deleteProperty(globalThis, 'isThere');
  });

  it('makes an instance of a class, by default or by its only name', async () => {
    const type = `class Split { table = 'users'; columns = []; row() {} }`;
    for (const text of [`module.exports = ${type};`, `exports.Split = ${type};`, `exports.default = ${type};`]) {
      write('b.cjs', text);
      expect((await load('b'))?.definition).toMatchObject({ table: 'users' });
    }
  });

  it('has copies too: an object, or a class that has fields alone', async () => {
    for (const text of [
      "module.exports = { from: 'a', to: 'b' };",
      "module.exports = class { from = 'a'; to = 'b' };",
    ]) {
      write('b.cjs', text);
      expect((await load('b'))?.definition).toMatchObject({ from: 'a', to: 'b' });
    }
  });

  it.each([
    ['exports nothing', 'exports.table = 1;', /b\.cjs: it exports no backfill: export default a class, or an object/],
    ['throws', 'throw new Error("bad.");', /b\.cjs: bad\.$/],
    ['throws what is no error', 'throw undefined;', /b\.cjs: undefined\.$/],
  ])('refuses a file that %s', async (_, text, message) => {
    write('b.cjs', text);
    await expect(load('b')).rejects.toThrow(BackfillRefusedError);
    await expect(load('b')).rejects.toThrow(message);
  });
});
