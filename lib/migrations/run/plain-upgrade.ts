/**
 * The statements of an upgrade in code that does nothing but send literal ones, such as a generated one; `undefined` where
 * it does anything else. The code is read, not run.
 */
export function readPlainUpgrade(source: string): readonly string[] | undefined {
  const [head, ...others] = [...source.matchAll(HEAD)];
  const parameter = head?.groups?.['parameter'];
  if (!head || parameter === undefined || others.length > 0) return undefined;
  return statementsFrom(source.slice(head.index + head[0].length), parameter);
}

const HEAD =
  /\basync\s+upgrade\s*\(\s*(?<parameter>\w+)\s*(?::\s*\w+\s*,?\s*)?\)\s*(?::\s*Promise\s*<\s*void\s*>\s*)?\{/g;
const BLANK = /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/;
const CALL =
  /^await\s+(?<object>\w+)\.execute\(\s*(?<literal>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`)\s*,?\s*\)\s*;?/;

function statementsFrom(body: string, parameter: string): readonly string[] | undefined {
  const statements: string[] = [];
  let rest = body.replace(BLANK, '');
  while (!rest.startsWith('}')) {
    const { 0: call = '', groups: { object, literal = '' } = {} } = CALL.exec(rest) ?? {};
    const cql = unquoted(literal);
    if (object !== parameter || cql === undefined) return undefined;
    statements.push(cql);
    rest = rest.slice(call.length).replace(BLANK, '');
  }
  return statements;
}

/** Characters that a backslash stands for; of the others, such as `\u…`, nothing is said. */
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', "'": "'", '"': '"', '`': '`', '\\': '\\' };

function unquoted(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  const escapes = [...inner.matchAll(/\\([^])/g)];
  if (literal === '' || escapes.some(([, character = '']) => ESCAPED[character] === undefined)) return undefined;
  return inner.replaceAll(/\\([^])/g, (_, character: string) => ESCAPED[character] ?? character);
}
