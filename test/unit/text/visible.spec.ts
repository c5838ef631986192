import {
  onOneLine,
  visible,
  visibleJson,
  visibleLayout,
  visibleLines,
  visibleStatement,
} from '../../../lib/core/text/visible.js';

const code = (number: number) => String.fromCharCode(number);
const ESCAPE = code(0x1b);
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Every character that a terminal or a log obeys. */
const OBEYED = [
  ...range(0x00, 0x1f),
  ...range(0x7f, 0x9f),
  0x061c,
  0x200e,
  0x200f,
  ...range(0x2028, 0x202e),
  ...range(0x2066, 0x2069),
];

describe('visible', () => {
  it.each([
    ['a line break', 'a\nb', String.raw`a\nb`],
    ['CR LF', 'a\r\nb', String.raw`a\r\nb`],
    ['a tab', 'a\tb', String.raw`a\tb`],
    ['a colour', `${ESCAPE}[31mred${ESCAPE}[0m`, String.raw`\x1b[31mred\x1b[0m`],
    ['a sequence that clears the screen', `${ESCAPE}[2J`, String.raw`\x1b[2J`],
    ['the title of a window', `${ESCAPE}]0;owned\u0007`, String.raw`\x1b]0;owned\x07`],
    ['the eight-bit form of an escape sequence', '\u009B2J', String.raw`\x9b2J`],
    ['a mark that turns text round', 'a\u202Eb\u2066c', String.raw`a\u202eb\u2066c`],
    ['a line separator', 'a\u2028b', String.raw`a\u2028b`],
    ['a backspace, as it hides what stands before it', 'DROP\b\b\b\b', String.raw`DROP\x08\x08\x08\x08`],
    ['nothing of a name in any language', 'größe 寸法 размер 🚀', 'größe 寸法 размер 🚀'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves no character that is obeyed', () => {
    const all = OBEYED.map(code).join('x');
    const left = (text: string) => OBEYED.filter((number) => text.includes(code(number)));
    expect(left(visible(all))).toEqual([]);
    expect(left(onOneLine(all))).toEqual([]);
    expect(left(visibleLines(all))).toEqual([0x09, 0x0a]);
    expect(left(visibleLayout(all, true))).toEqual([0x09, 0x0a]);
    expect(left(visibleJson({ [all]: all }))).toEqual([0x0a]);
  });
});

describe('visibleLines', () => {
  it.each([
    ['line breaks and tabs stay', 'a\n\tb', 'a\n\tb'],
    ['CR LF is a line break', 'a\r\nb', 'a\nb'],
    ['a carriage return alone overwrites a line, and is shown', 'real\rfake', String.raw`real\rfake`],
    ['a colour is shown', `${ESCAPE}[31m`, String.raw`\x1b[31m`],
  ])('%s', (_, text, shown) => {
    expect(visibleLines(text)).toBe(shown);
  });
});

describe('visibleLayout', () => {
  const coloured = `${ESCAPE}[31mred${ESCAPE}[39m`;

  it('keeps colours where there are any, and nothing else that is obeyed', () => {
    expect(visibleLayout(`${coloured}${ESCAPE}[2J`, true)).toBe(String.raw`${coloured}\x1b[2J`);
    expect(visibleLayout(coloured, false)).toBe(String.raw`\x1b[31mred\x1b[39m`);
  });
});

describe('visibleJson', () => {
  it('is the same value', () => {
    const value = { name: `a\u009B\u202E${ESCAPE}\n"\\`, list: [1, undefined, null] };
    expect(JSON.parse(visibleJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });
});

describe('visibleStatement', () => {
  it.each([
    ['keeps the lines as they are written', 'ALTER TABLE t\n  ADD a int', 'ALTER TABLE t\n  ADD a int'],
    ['keeps those of a text', "INSERT INTO t (a) VALUES ('x\n\"y\n')", "INSERT INTO t (a) VALUES ('x\n\"y\n')"],
    ['breaks no line at a name', 'ALTER TABLE t ADD "a""\nb" int', String.raw`ALTER TABLE t ADD "a""\nb" int`],
    ['shows what a terminal would obey', `SELECT '${ESCAPE}[2J'`, String.raw`SELECT '\x1b[2J'`],
  ])('%s', (_, cql, shown) => {
    expect(visibleStatement(cql)).toBe(shown);
  });
});

describe('onOneLine', () => {
  it('shows a statement of several lines on one', () => {
    expect(onOneLine(' a\n  b ')).toBe('a b');
  });
});
