import { tokenize, type Token } from '../lexer/tokenize.js';
import { maskSecrets, shownText } from './mask-secrets.js';
import type { Statement } from './statement.js';

/**
 * A statement as traces show it, without its comments. A schema change is shown as it is but for its secrets; of
 * everything else each literal becomes `?`, because it may be data.
 */
export function tracedText({ cql, class: { kind } }: Statement): string {
  const isDefinition = kind === 'ddl' || kind === 'truncate' || kind === 'use';
  const tokens = tokenize(isDefinition ? maskSecrets(cql) : cql);
  const words = tokens.map((token) => (!isDefinition && isLiteral(token) ? '?' : textOf(token)));
  return shownText(words.join('').trim());
}

const LITERALS: readonly Token['kind'][] = ['string', 'dollar-string', 'number', 'uuid'];
/** Values that look like names: durations (`P1Y2M`) as well. */
const VALUE_WORDS = /^(?:true|false|nan|infinity|p(?=[\dt])[\dymwdths]+)$/i;

function isLiteral({ kind, text }: Token): boolean {
  return LITERALS.includes(kind) || (kind === 'word' && VALUE_WORDS.test(text));
}

function textOf({ kind, text }: Token): string {
  return kind === 'comment' || kind === 'space' ? ' ' : text;
}
