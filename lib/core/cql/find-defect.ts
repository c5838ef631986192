import { closestName } from '../text/suggestion.js';
import type { StatementClass } from './classify-statement.js';
import { adviceOfCqlsh, isCqlshCommand, KNOWN_OBJECTS, KNOWN_VERBS } from './known-words.js';
import { readName } from './qualified-name.js';
import { keywordOf, type Token } from '../lexer/tokenize.js';

/** Why no server would run a statement, told by its tokens alone. */
export interface Defect {
  readonly kind: 'cqlsh' | 'unknown-word' | 'open' | 'bracket' | 'missing-end';
  /** Complete sentence without its subject: `CONSISTENCY is a command of cqlsh, …`. */
  readonly problem: string;
  readonly hint: string;
  /** Offset of the token at fault in the text that was cut into tokens. */
  readonly offset: number;
}

type Finder = (tokens: readonly Token[], statement: StatementClass) => Defect | undefined;

/** Returns the first defect of a statement. Anything that some server might take has none. */
export function findDefect(tokens: readonly Token[], statement: StatementClass): Defect | undefined {
  for (const find of FINDERS) {
    const defect = find(tokens, statement);
    if (defect) return defect;
  }
  return undefined;
}

const FINDERS: readonly Finder[] = [cqlshCommand, unknownVerb, unknownObject, openToken, bracket, missingEnd, longUse];

function cqlshCommand([first]: readonly Token[]): Defect | undefined {
  const word = first?.text === '?' ? first.text : keywordOf(first);
  if (!first || !isCqlshCommand(word)) return undefined;
  const problem = `${word} is a command of cqlsh, not a statement that a migration can send`;
  return { kind: 'cqlsh', problem, hint: adviceOfCqlsh(word), offset: first.start };
}

function unknownVerb([first]: readonly Token[]): Defect | undefined {
  const verb = keywordOf(first);
  if (!first || KNOWN_VERBS.includes(verb)) return undefined;
  const closest = verb === '' ? undefined : closestName(verb, KNOWN_VERBS);
  return unknownWord(first, `no statement begins with ${described(first)}`, closest);
}

/** `CREATE TABEL`. A word that resembles none of CQL may be another product's. */
function unknownObject(tokens: readonly Token[], statement: StatementClass): Defect | undefined {
  const isChange = statement.kind === 'ddl' && statement.object === 'other' && tokens.length > 1;
  const [, second] = tokens;
  const word = keywordOf(second);
  if (!isChange || !second || word.length < 4 || KNOWN_OBJECTS.includes(word)) return undefined;
  const closest =
    closestName(word, KNOWN_OBJECTS) ?? KNOWN_OBJECTS.find((known) => lettersOf(known) === lettersOf(word));
  if (closest === undefined) return undefined;
  return unknownWord(second, `there is nothing called ${word} to ${statement.verb}`, closest);
}

const lettersOf = (word: string) => Array.from(word).toSorted().join('');

function unknownWord({ start }: Token, problem: string, closest: string | undefined): Defect {
  const hint = closest ? `Did you mean ${closest}?` : 'Remove it, or write the statement that is meant.';
  return { kind: 'unknown-word', problem, hint, offset: start };
}

function openToken(tokens: readonly Token[]): Defect | undefined {
  const open = tokens.find(({ terminated }) => !terminated);
  if (!open) return undefined;
  return { kind: 'open', problem: 'a string or quoted name is never closed', hint: 'Close it.', offset: open.start };
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSERS: readonly string[] = [...CLOSING.values()];

function bracket(tokens: readonly Token[]): Defect | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (CLOSING.has(token.text)) open.push(token);
    else if (CLOSERS.includes(token.text)) {
      const last = open.pop();
      if (CLOSING.get(last?.text ?? '') !== token.text) return strayBracket(token, last);
    }
  }
  const [first] = open;
  return first && openBracket(first);
}

function openBracket({ text, start }: Token): Defect {
  return {
    kind: 'bracket',
    problem: `the ${text} is never closed`,
    hint: `Close it with ${CLOSING.get(text)}.`,
    offset: start,
  };
}

function strayBracket({ text, start }: Token, open: Token | undefined): Defect {
  const problem = open ? `the ${open.text} is closed with ${text}` : `the ${text} closes nothing`;
  const hint = open ? `Close it with ${CLOSING.get(open.text)}.` : 'Remove it, or open it where it is to begin.';
  return { kind: 'bracket', problem, hint, offset: start };
}

/** Reserved words that only begin a statement, but for batches and rights. */
const BEGINNINGS: readonly string[] = ['CREATE', 'INSERT', 'TRUNCATE', 'USE', 'BEGIN'];
const HOLDS_NO_OTHER: readonly StatementClass['kind'][] = ['ddl', 'read', 'write', 'truncate', 'use'];

/** Without the `;` between them the server takes two statements for one. */
function missingEnd(tokens: readonly Token[], { kind, verb }: StatementClass): Defect | undefined {
  if (!HOLDS_NO_OTHER.includes(kind) || verb === 'DESCRIBE' || verb === 'DESC') return undefined;
  const next = tokens.find((token, index) => index > 0 && beginsStatement(token, tokens[index - 1]));
  if (!next) return undefined;
  const problem = `${keywordOf(next)} begins another statement, and the one before it has no end`;
  return { kind: 'missing-end', problem, hint: `Write a ; before ${keywordOf(next)}.`, offset: next.start };
}

function beginsStatement(token: Token, before: Token | undefined): boolean {
  // A name behind a dot, and a second statement behind a `;`, are the server's to judge.
  return before?.text !== '.' && before?.text !== ';' && BEGINNINGS.includes(keywordOf(token));
}

/** `USE shop` is skipped for the target keyspace; anything more in it must not get lost. */
function longUse(tokens: readonly Token[], { kind }: StatementClass): Defect | undefined {
  if (kind !== 'use') return undefined;
  const { name, next } = readName(tokens, 1);
  const end = tokens.slice(next).find(({ text }) => text !== ';');
  if (name && !end) return undefined;
  const offset = end?.start ?? tokens[0]?.start ?? 0;
  return {
    kind: 'missing-end',
    problem: 'USE takes the name of one keyspace',
    hint: 'End it with ; after the name.',
    offset,
  };
}

const LONGEST = 40;

/** A string may be a secret. */
function described({ kind, text }: Token): string {
  if (kind === 'string' || kind === 'dollar-string') return 'a string';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
