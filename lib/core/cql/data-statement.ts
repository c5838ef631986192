import { readName, type QualifiedName } from './qualified-name.js';
import { depthsIn, splitAt } from '../lexer/token-list.js';
import { isKeyword, keywordOf, type Token } from '../lexer/tokenize.js';

/** A statement that reads or writes rows, alone or of a batch. */
export interface DataStatement {
  readonly verb: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  readonly table: QualifiedName | undefined;
  readonly tokens: readonly Token[];
}

/** Reads the data statements of a statement; those of a batch one by one. All four verbs are reserved, so never names. */
export function readDataStatements(tokens: readonly Token[]): readonly DataStatement[] {
  const depths = depthsIn(tokens);
  const starts = tokens.flatMap((token, index) => (depths[index] === 0 && isVerb(keywordOf(token)) ? [index] : []));
  return starts.flatMap((start, position) => {
    const end = starts[position + 1] ?? tokens.length;
    const [own = []] = splitAt(tokens.slice(start, end), ({ text }) => text === ';');
    const verb = keywordOf(own[0]);
    return isVerb(verb) ? [{ verb, table: tableOf(verb, own), tokens: own }] : [];
  });
}

/** The tokens of a clause that is in no bracket, from after its keyword to the next of these, or the end. */
export function clauseOf(tokens: readonly Token[], keyword: string, ...until: readonly string[]): readonly Token[] {
  const depths = depthsIn(tokens);
  const start = tokens.findIndex((token, index) => depths[index] === 0 && isKeyword(token, keyword));
  if (start < 0) return [];
  const ends = (token: Token, index: number) =>
    index > start && depths[index] === 0 && until.includes(keywordOf(token));
  const end = tokens.findIndex(ends);
  return tokens.slice(start + 1, end < 0 ? tokens.length : end);
}

const VERBS: ReadonlySet<string> = new Set<DataStatement['verb']>(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

function isVerb(word: string): word is DataStatement['verb'] {
  return VERBS.has(word);
}

const BEFORE_TABLE: Readonly<Record<DataStatement['verb'], string>> = {
  SELECT: 'FROM',
  DELETE: 'FROM',
  INSERT: 'INTO',
  UPDATE: 'UPDATE',
};

function tableOf(verb: DataStatement['verb'], tokens: readonly Token[]): QualifiedName | undefined {
  const before = tokens.findIndex((token) => isKeyword(token, BEFORE_TABLE[verb]));
  return before < 0 ? undefined : readName(tokens, before + 1).name;
}
