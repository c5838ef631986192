import { isSignificant, tokenize, type Token } from './tokenize.js';

/** The tokens of a statement that the server sees: without space and comments. */
export function significantTokens(cql: string): readonly Token[] {
  return tokenize(cql).filter(isSignificant);
}
