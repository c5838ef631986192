import { SourceSyntaxError } from './errors.js';
import type { SourceFile } from './source-file.js';

/** @throws SourceSyntaxError with the place of the first character that JSON does not allow */
export function parseJson({ path, text }: SourceFile): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const before = text.slice(0, endOfValidJson(text));
    const lines = before.split('\n');
    const found = text.slice(before.length).split(/\s/, 1).join('');
    const problem = found === '' ? 'the file ends within its JSON' : `${found.slice(0, 20)} is not JSON here`;
    throw new SourceSyntaxError({ path, line: lines.length, column: (lines.at(-1) ?? '').length + 1, problem });
  }
}

const TOKEN = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]`;

/** Tokens that may follow, by what has been read: each is the first character of a token, or `v` for a number or a word. */
type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'more';

/** Reads token after token, and stops at the first that must not stand there. */
function endOfValidJson(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (const match of text.matchAll(new RegExp(`\\s*(?:(${TOKEN})|$|(?<wrong>))`, 'gy'))) {
    const token = match[1];
    const place = match.index + match[0].length - (token ?? '').length;
    const next: Expected | undefined = token === undefined ? undefined : follow(token, expected, open);
    if (next === undefined) return place;
    expected = next;
  }
  return text.length;
}

function follow(token: string, expected: Expected, open: string[]): Expected | undefined {
  if (expected === 'colon') return token === ':' ? 'value' : undefined;
  if (isClosing(token, expected, open)) return open.pop() === undefined ? undefined : 'more';
  if (expected === 'more')
    return token === ',' && open.length > 0 ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  if (expected === 'key' || expected === 'first-key') return token.startsWith('"') ? 'colon' : undefined;
  if (/^[}\],:]$/.test(token)) return undefined;
  if (token !== '{' && token !== '[') return 'more';
  open.push(token);
  return token === '{' ? 'first-key' : 'first-item';
}

function isClosing(token: string, expected: Expected, open: readonly string[]): boolean {
  const last = open.at(-1);
  if (token === '}') return last === '{' && (expected === 'more' || expected === 'first-key');
  return token === ']' && last === '[' && (expected === 'more' || expected === 'first-item');
}
