import { isSignificant, type Token } from '../lexer/tokenize.js';
import { sectionMeantBy, type SectionName } from './section-marker.js';

type MarkerKind = SectionName | 'description' | 'allow-destructive' | 'foreign';

/** A comment of a script that says something to coodie, or seems to. */
export interface Marker {
  readonly kind: MarkerKind;
  /** The description, the section that a foreign marker means, or nothing. */
  readonly value: string;
  readonly token: Token;
  /** The marker as written. */
  readonly text: string;
}

const MARKERS: readonly (readonly [MarkerKind, RegExp])[] = [
  ['upgrade', /^upgrade\s*:?$/i],
  ['downgrade', /^downgrade\s*:?$/i],
  ['description', /^description\s*:(?<value>.*)$/i],
  ['allow-destructive', /^allow-destructive\s*:?$/i],
];

/** The token before another, and the one before that. */
export type Preceding = readonly [last?: Token | undefined, beforeLast?: Token | undefined];

/** Returns the marker that a token is. */
export function markerAt(script: string, token: Token, before: Preceding): Marker | undefined {
  if (!isSignificant(token) && token.kind !== 'comment') return undefined;
  const isOnOwnLine = startsLine(before);
  const own = isOnOwnLine ? ownMarker(token) : undefined;
  if (own) return { ...own, token, text: token.text };
  const text = likeMarker(script, token, isOnOwnLine || isBetweenStatements(before));
  const meant = text === undefined ? undefined : sectionMeantBy(text);
  return text !== undefined && meant ? { kind: 'foreign', value: meant, token, text } : undefined;
}

function ownMarker({ kind, text }: Token): Pick<Marker, 'kind' | 'value'> | undefined {
  if (kind !== 'comment' || !text.startsWith('--')) return undefined;
  const comment = text.slice(2).trim();
  const [marker, pattern] = MARKERS.find(([, candidate]) => candidate.test(comment)) ?? [];
  return marker && { kind: marker, value: (pattern?.exec(comment)?.groups?.['value'] ?? '').trim() };
}

/** Begins a comment elsewhere, but not in CQL. */
const OTHER_COMMENTS = new Set(['#', '-', '–', '—']);

/** The text in which another tool might have its marker: that of a comment, or of a line that is one elsewhere. */
function likeMarker(script: string, { kind, text, start }: Token, isAlone: boolean): string | undefined {
  if (!isAlone) return undefined;
  if (kind === 'comment') return text;
  return OTHER_COMMENTS.has(text) ? /[^\r\n]*/.exec(script.slice(start, start + 200))?.[0] : undefined;
}

/** Whether a token that has these before it is the first of its line. */
export function startsLine([last, beforeLast]: Preceding): boolean {
  return last === undefined || (last.kind === 'space' && (!beforeLast || /[\r\n]/.test(last.text)));
}

function isBetweenStatements([last, beforeLast]: Preceding): boolean {
  return (last?.kind === 'space' ? beforeLast : last)?.text === ';';
}

type SectionMarker = Marker & { readonly kind: SectionName };

export function isSectionMarker(marker: Marker): marker is SectionMarker {
  return marker.kind === 'upgrade' || marker.kind === 'downgrade';
}
