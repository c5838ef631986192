import { clauseOf, readDataStatements, type DataStatement } from './data-statement.js';
import { identifierOf } from './qualified-name.js';
import { depthsIn, isComma, splitAt, within } from '../lexer/token-list.js';
import { significantTokens, isKeyword, keywordOf, type Token } from '../lexer/tokenize.js';

/**
 * Whether a write may be sent a second time, where it is not known if the first one took effect. Told by its tokens alone,
 * so anything that may count, append, compare or make a new value is not: counters, lists, lightweight transactions,
 * functions such as `now()`.
 */
export function isRepeatableWrite(cql: string): boolean {
  return isRepeatableRead(significantTokens(cql));
}

/** The same where the significant tokens are at hand. */
export function isRepeatableRead(tokens: readonly Token[]): boolean {
  const statements = readDataStatements(tokens);
  if (statements.length === 0 || isOfAnotherKind(tokens)) return false;
  return statements.every(isRepeatable);
}

/** A batch of counters, and a transaction, whose conditions may be about what it changes itself. */
function isOfAnotherKind([first, second]: readonly Token[]): boolean {
  return isKeyword(first, 'BEGIN') && (isKeyword(second, 'COUNTER') || isKeyword(second, 'TRANSACTION'));
}

/** Part of a write that may have another effect the second time. */
export type RepeatObstacle = 'condition' | 'function' | 'assignment' | 'element';

/** Whether a column is known to be a set or a map: adding to one, or taking an element from it, may be repeated. */
export type IsSetOrMap = (column: string) => boolean;

const NOT_KNOWN: IsSetOrMap = () => false;

/** The first such part of a single INSERT, UPDATE or DELETE, or undefined where there is none. */
export function findRepeatObstacle(
  { verb, tokens }: Omit<DataStatement, 'table'>,
  isSetOrMap: IsSetOrMap = NOT_KNOWN,
): RepeatObstacle | undefined {
  if (isConditional(tokens)) return 'condition';
  if (makesValues(tokens)) return 'function';
  const isKnown = ([name]: readonly Token[]) => isSetOrMap(identifierOf(name) ?? '');
  if (verb === 'UPDATE') {
    const assignments = splitAt(clauseOf(tokens, 'SET', 'WHERE'), isComma);
    return assignments.every((own) => isKnown(own) || isRepeatableAssignment(own)) ? undefined : 'assignment';
  }
  const deleted = verb === 'DELETE' ? splitAt(clauseOf(tokens, 'DELETE', 'FROM'), isComma) : [];
  return deleted.every((own) => isKnown(own) || isPlaceByName(own)) ? undefined : 'element';
}

function isRepeatable(statement: DataStatement): boolean {
  return statement.verb !== 'SELECT' && findRepeatObstacle(statement) === undefined;
}

/** `IF` is reserved: bare it is never a name. */
function isConditional(tokens: readonly Token[]): boolean {
  const depths = depthsIn(tokens);
  return tokens.some((token, index) => depths[index] === 0 && isKeyword(token, 'IF'));
}

/** Functions that answer the same each time they are given the same. Any other may not. */
const STEADY =
  /^(?:token|to_?(?:timestamp|date|unix_?timestamp)|(?:min|max)_?timeuuid|(?:date|unix_?timestamp)of|\w+_?as_?blob|blob_?as_?\w+)$/i;
/** Words that may stand before a bracket and are no functions. */
const BEFORE_BRACKETS: readonly string[] = ['VALUES', 'IN', 'WHERE', 'AND', 'SET', 'USING', 'CONTAINS', 'KEY'];

/** Whether a function may give another value the second time. */
function makesValues(tokens: readonly Token[]): boolean {
  const into = tokens.findIndex((token) => isKeyword(token, 'INTO'));
  const columns = into < 0 ? -1 : tokens.findIndex(({ text }, index) => index > into && text === '(');
  return tokens.some((token, index) => {
    const isCall = index + 1 !== columns && tokens[index + 1]?.text === '(' && isName(token);
    return isCall && !STEADY.test(token.text) && !BEFORE_BRACKETS.includes(keywordOf(token));
  });
}

const isName = ({ kind }: Token) => kind === 'word' || kind === 'quoted-name';

/** `a = 1`, `m['k'] = 1`, `s = s + {1}`; not `c = c + 1`, `l = l + [1]`, `l[0] = 1`, `c += 1`. */
function isRepeatableAssignment(tokens: readonly Token[]): boolean {
  const equals = tokens.findIndex(({ text }) => text === '=');
  const depths = depthsIn(tokens);
  // A sign may stand directly behind the `=`.
  const isOperator = ({ text }: Token, index: number) =>
    (text === '+' || text === '-') && depths[index] === 0 && index !== equals + 1;
  if (!tokens.some(isOperator)) return isPlaceByName(tokens.slice(0, equals));
  // Only sets and maps are written in braces, and those hold a value once.
  return tokens[equals + 1]?.text === '{' || tokens.at(-1)?.text === '}';
}

/** `a`, `a.b`, `m['k']`: an element by a number may be one of a list, where others may have come in before it. */
function isPlaceByName(place: readonly Token[]): boolean {
  const open = place.findIndex(({ text }) => text === '[');
  if (open < 0) return true;
  const [key, ...more] = within(place, open);
  return more.length === 0 && (key?.kind === 'string' || key?.kind === 'uuid');
}
