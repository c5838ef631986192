import { isKeyword, isSignificant, keywordOf, significantTokens, tokenize, type Token } from '../lexer/tokenize.js';

const MASK = '***';

/**
 * A statement without its secrets: each literal after PASSWORD, and each value in the OPTIONS of a role, becomes `'***'`.
 * The rest of the text stays as it is.
 */
export function maskSecrets(cql: string): string {
  if (!MAY_HOLD.test(cql)) return cql;
  const tokens = tokenize(cql);
  const secrets = new Set(secretTokens(tokens.filter(isSignificant)));
  return tokens.map((token) => (secrets.has(token) ? `'${MASK}'` : withoutRemarks(token))).join('');
}

/** A message of the server about a statement, without the secrets that it may quote of it. */
export function maskSecretsIn(message: string, cql: string): string {
  if (!MAY_HOLD.test(cql)) return message;
  const secrets = secretTokens(significantTokens(cql)).flatMap(spellingsOf);
  return secrets.reduce((text, [spelling, mask]) => replaceIn(text, spelling, mask), message);
}

const MAY_HOLD = /password|options/i;

function secretTokens(tokens: readonly Token[]): readonly Token[] {
  const isOfRole = isRoleStatement(tokens);
  return tokens.flatMap((token, index) => {
    if (isKeyword(token, 'PASSWORD')) return literalAt(tokens, afterEquals(tokens, index + 1));
    return isOfRole && isKeyword(token, 'OPTIONS') ? valuesOfMap(tokens, afterEquals(tokens, index + 1)) : [];
  });
}

function isRoleStatement([verb, object]: readonly Token[]): boolean {
  const isChange = isKeyword(verb, 'CREATE') || isKeyword(verb, 'ALTER');
  return isChange && ['ROLE', 'USER'].includes(keywordOf(object));
}

function afterEquals(tokens: readonly Token[], index: number): number {
  return tokens[index]?.text === '=' ? index + 1 : index;
}

function literalAt(tokens: readonly Token[], index: number): readonly Token[] {
  const token = tokens[index];
  return token && isLiteral(token) ? [token] : [];
}

function valuesOfMap(tokens: readonly Token[], open: number): readonly Token[] {
  if (tokens[open]?.text !== '{') return [];
  const close = tokens.findIndex(({ text }, index) => index > open && text === '}');
  const inside = tokens.slice(open + 1, close < 0 ? tokens.length : close);
  return inside.filter((token, index) => isLiteral(token) && inside[index - 1]?.text === ':');
}

const LITERALS: readonly Token['kind'][] = ['string', 'dollar-string', 'number', 'uuid'];

const isLiteral = ({ kind }: Token) => LITERALS.includes(kind);

/** A comment may hold the statement as it was before. */
function withoutRemarks({ kind, text }: Token): string {
  return kind === 'comment' ? text.replaceAll(/(password\s*=?\s*)'(?:[^']|'')*'/gi, `$1'${MASK}'`) : text;
}

type Spelling = readonly [spelling: string, mask: string];

/** Spellings of a secret: as written, and as its value; the server quotes either. */
function spellingsOf({ kind, text }: Token): readonly Spelling[] {
  const written: Spelling = [text, `'${MASK}'`];
  if (kind !== 'string' && kind !== 'dollar-string') return [written];
  const [open, close] = kind === 'string' ? [1, text.endsWith("'") && text.length > 1 ? -1 : text.length] : [2, -2];
  const inner = text.slice(open, close);
  return [written, [inner, MASK], [inner.replaceAll("''", "'"), MASK]];
}

const SHORT = 4;

/** A secret as short as a word of the message is replaced only where it stands alone. */
function replaceIn(text: string, spelling: string, mask: string): string {
  if (spelling === '' || spelling === mask) return text;
  if (spelling.length >= SHORT) return text.replaceAll(spelling, () => mask);
  const escaped = spelling.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'g'), () => mask);
}

const LONGEST = 1_000;

/** A statement as messages show it: without its secrets, and cut where it is long; its length is given then. */
export function shownStatement(cql: string): string {
  return shownText(maskSecrets(cql));
}

/** A text as messages show it. */
export function shownText(text: string): string {
  if (text.length <= LONGEST) return text;
  // No half of a character that UTF-16 writes as a pair.
  const start = text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '');
  return `${start}… (${text.length.toLocaleString('en')} characters)`;
}
