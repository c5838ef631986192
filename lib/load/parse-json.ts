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

type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'more';

/** Kinds of tokens that may stand there: brackets and signs as they are, `s` for a text, `v` for a number or a word. */
const ALLOWED: Readonly<Record<Expected, string>> = {
  value: '{[sv',
  'first-item': '{[sv]',
  'first-key': 's}',
  key: 's',
  colon: ':',
  more: ',}]',
};
const OPENING: Readonly<Record<string, string>> = { '}': '{', ']': '[' };
const AFTER_OPENING: Readonly<Record<string, Expected>> = { '{': 'first-key', '[': 'first-item' };
const AFTER_COMMA: Readonly<Record<string, Expected>> = { '{': 'key', '[': 'value' };

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
  const kind = kindOf(token);
  if (!ALLOWED[expected].includes(kind)) return undefined;
  if (kind === ':') return 'value';
  if (kind === ',') return AFTER_COMMA[open.at(-1) ?? ''];
  if (kind in OPENING) return open.pop() === OPENING[kind] ? 'more' : undefined;
  if (kind in AFTER_OPENING) open.push(kind);
  return expected.endsWith('key') ? 'colon' : (AFTER_OPENING[kind] ?? 'more');
}

function kindOf(token: string): string {
  if (token.startsWith('"')) return 's';
  return /^[{}[\],:]$/.test(token) ? token : 'v';
}
