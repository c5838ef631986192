import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSourceFile } from '../../../lib/load/source-file.js';

describe('readSourceFile', () => {
  const directory = mkdtempSync(join(tmpdir(), 'coodie-source-'));
  const path = join(directory, 'file.cql');
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  it.each([
    ['plain', Buffer.from('SELECT 1;\r\n'), 'SELECT 1;\r\n'],
    ['with a byte order mark', Buffer.from('\uFEFFSELECT 1;'), 'SELECT 1;'],
    ['with other letters', Buffer.from("INSERT 'Ω 😀 \uFFFD'"), "INSERT 'Ω 😀 \uFFFD'"],
    ['empty', Buffer.alloc(0), ''],
  ])('answers the text of a file: %s', async (_, bytes, text) => {
    writeFileSync(path, bytes);
    expect(await readSourceFile(path)).toMatchObject({ path, bytes, text });
  });

  it.each([
    ['Latin-1', Buffer.from("-- upgrade\nINSERT 'café'", 'latin1'), 'is not UTF-8 at 2:12. Save it as UTF-8'],
    ['a half character at the end', Buffer.from([0x61, 0xe2, 0x82]), 'is not UTF-8 at 1:2. Save it as UTF-8'],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), 'is not UTF-8 at 1:1. Save it as UTF-8'],
    ['UTF-16 LE', Buffer.from('\uFEFFSELECT', 'utf16le'), 'is UTF-16, not UTF-8. Save it as UTF-8'],
    ['UTF-16 BE', Buffer.from('\uFEFFSELECT', 'utf16le').swap16(), 'is UTF-16, not UTF-8. Save it as UTF-8'],
    [
      'UTF-16 without a mark',
      Buffer.from('SELECT', 'utf16le'),
      'is UTF-16 without a byte order mark, or binary, not UTF-8. Save it as UTF-8',
    ],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x53, 0, 0, 0]), 'is UTF-32, not UTF-8. Save it as UTF-8'],
    ['binary', Buffer.from('SELECT \0'), 'is binary, not UTF-8. Save it as UTF-8'],
  ])('refuses %s', async (_, bytes, reason) => {
    writeFileSync(path, bytes);
    await expect(readSourceFile(path)).rejects.toMatchObject({ code: 'COODIE_UNREADABLE_FILE', reason });
  });

  const KINDS: readonly (readonly [string, () => void, string])[] = [
    ['a directory', () => mkdirSync(path), 'is a directory, not a file'],
    ['a dead link', () => symlinkSync('nowhere', path), 'is not there, or a link to a file that does not exist'],
    ['a loop of links', () => symlinkSync(path, path), 'is a link that leads back to itself'],
    ['a link to a directory', () => symlinkSync(directory, path), 'is a directory, not a file'],
    ['a device', () => symlinkSync('/dev/zero', path), 'is a device, not a file'],
    ['a named pipe', () => execFileSync('mkfifo', [path]), 'is a named pipe, not a file'],
  ];
  it.each(KINDS)('refuses %s at once', async (_, make, reason) => {
    make();
    await expect(readSourceFile(path)).rejects.toMatchObject({ code: 'COODIE_UNREADABLE_FILE', reason });
  });

  it('refuses a socket', async () => {
    const server = createServer();
    await new Promise<void>((settle) => server.listen(path, settle));
    await expect(readSourceFile(path)).rejects.toMatchObject({ reason: 'is a socket, not a file' });
    await new Promise((settle) => server.close(settle));
  });

  it('tells a file that was written again, with the same text, from the one before', async () => {
    writeFileSync(path, 'a');
    const first = await readSourceFile(path);
    writeFileSync(path, 'b');
    writeFileSync(path, 'a');
    const second = await readSourceFile(path);
    expect(second.bytes).toEqual(first.bytes);
    expect(second.version).not.toBe(first.version);
  });
});
