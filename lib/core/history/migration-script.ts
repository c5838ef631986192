import { CqlSyntaxError } from '../cql/errors.js';
import { positionsIn, type Position } from '../cql/position.js';
import { splitTokens, type ScriptStatement } from '../cql/split-script.js';
import { isSignificant, tokenize, type Token } from '../cql/tokenize.js';
import { sectionMeantBy, type SectionName } from './section-marker.js';

/** What a `.cql` migration says; lines and columns are those of the file. */
export interface MigrationScript {
  readonly description?: string | undefined;
  readonly allowDestructive: boolean;
  /** Whether there is something to run in `downgrade`: a section left empty undoes nothing, and must not seem to. */
  readonly reversible: boolean;
  readonly upgrade: readonly ScriptStatement[];
  readonly downgrade: readonly ScriptStatement[];
}

/**
 * Reads a `.cql` migration. `-- upgrade`, `-- downgrade`, `-- description: …` and `-- allow-destructive` count where such
 * a comment has a line of its own. Without section markers all is upgrade. A file of comments alone is a migration of no
 * statements. Statements are the text as written, line ends included. Whatever is ambiguous is a `CqlSyntaxError`.
 */
export function parseMigrationScript(script: string): MigrationScript {
  const tokens = tokenize(script);
  const markers = findMarkers(script, tokens);
  refuseAmbiguity(tokens, markers, positionsIn(script));
  const upgrade = splitTokens(script, sectionOf('upgrade', tokens, markers));
  const downgrade = splitTokens(script, sectionOf('downgrade', tokens, markers));
  if (upgrade.length === 0) refuseEmpty({ script, tokens, markers, downgrade });
  return {
    description: markers.find(({ kind }) => kind === 'description')?.value || undefined,
    allowDestructive: markers.some(({ kind }) => kind === 'allow-destructive'),
    reversible: downgrade.length > 0 || upgrade.length === 0,
    upgrade,
    downgrade,
  };
}

type MarkerKind = SectionName | 'description' | 'allow-destructive' | 'foreign';

interface Marker {
  readonly kind: MarkerKind;
  /** The description, the section that a foreign marker means, or nothing. */
  readonly value: string;
  /** Index of the token. */
  readonly index: number;
  readonly token: Token;
  /** The marker as written. */
  readonly text: string;
}

type PositionOf = (offset: number) => Position;

const MARKERS: readonly (readonly [MarkerKind, RegExp])[] = [
  ['upgrade', /^upgrade\s*:?$/i],
  ['downgrade', /^downgrade\s*:?$/i],
  ['description', /^description\s*:(?<value>.*)$/i],
  ['allow-destructive', /^allow-destructive\s*:?$/i],
];

function findMarkers(script: string, tokens: readonly Token[]): readonly Marker[] {
  return tokens.flatMap((token, index) => {
    if (!isSignificant(token) && token.kind !== 'comment') return [];
    const isOnOwnLine = startsLine(tokens, index);
    const own = isOnOwnLine ? ownMarker(token) : undefined;
    if (own) return [{ ...own, index, token, text: token.text }];
    const text = likeMarker(script, token, isOnOwnLine || isBetweenStatements(tokens, index));
    const meant = text === undefined ? undefined : sectionMeantBy(text);
    return text !== undefined && meant ? [{ kind: 'foreign', value: meant, index, token, text }] : [];
  });
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

function startsLine(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before === undefined || (before.kind === 'space' && (index === 1 || /[\r\n]/.test(before.text)));
}

function isBetweenStatements(tokens: readonly Token[], index: number): boolean {
  const [before, beforeSpace] = [tokens[index - 1], tokens[index - 2]];
  return (before?.kind === 'space' ? beforeSpace : before)?.text === ';';
}

function isSectionMarker({ kind }: Marker): boolean {
  return kind === 'upgrade' || kind === 'downgrade';
}

function sectionOf(kind: SectionName, tokens: readonly Token[], markers: readonly Marker[]): readonly Token[] {
  const sections = markers.filter(isSectionMarker);
  if (sections.length === 0) return kind === 'upgrade' ? tokens : [];
  const at = sections.findIndex((marker) => marker.kind === kind);
  return at < 0 ? [] : tokens.slice(sections[at]?.index, sections[at + 1]?.index);
}

function refuseAmbiguity(tokens: readonly Token[], markers: readonly Marker[], positionOf: PositionOf): void {
  for (const marker of markers) {
    const refusal = refusalOf(marker, markers);
    if (refusal) throw new CqlSyntaxError(refusal.problem, positionOf(marker.token.start), refusal.hint);
  }
  const firstSection = markers.find(isSectionMarker);
  const stray = tokens.slice(0, firstSection?.index ?? 0).find(isSignificant);
  if (stray)
    throw new CqlSyntaxError(
      `A statement stands before "-- ${firstSection?.kind}", in no section`,
      positionOf(stray.start),
      'Put `-- upgrade` on a line of its own above it, or move it below.',
    );
}

interface Refusal {
  readonly problem: string;
  readonly hint: string;
}

function refusalOf({ kind, value, text, index }: Marker, markers: readonly Marker[]): Refusal | undefined {
  if (kind === 'foreign')
    return {
      problem: `"${shortened(text)}" looks like a section marker, but is none`,
      hint: `Write \`-- ${value}\` on a line of its own. If it is a mere comment, word it as a sentence.`,
    };
  if (markers.some((other) => other.kind === kind && other.index < index))
    return { problem: `"-- ${kind}" stands here for the second time`, hint: 'Keep one of the two.' };
  if (kind === 'downgrade' && !markers.some((other) => other.kind === 'upgrade'))
    return { problem: '"-- downgrade" has no "-- upgrade"', hint: 'Put `-- upgrade` above what the migration does.' };
  return undefined;
}

function shortened(text: string): string {
  const [line = '', more] = text.trim().split(/[\r\n]+/);
  return line.length > 60 || more !== undefined ? `${line.slice(0, 60)}…` : line;
}

interface EmptyUpgrade {
  readonly script: string;
  readonly tokens: readonly Token[];
  readonly markers: readonly Marker[];
  readonly downgrade: readonly ScriptStatement[];
}

/** A comment, or a description, says that a file without statements is meant. */
function refuseEmpty({ script, tokens, markers, downgrade }: EmptyUpgrade): void {
  const top = script.startsWith('\uFEFF') ? 1 : 0;
  const at = positionsIn(script)(markers.find(({ kind }) => kind === 'upgrade')?.token.start ?? top);
  const problem = 'There is no statement to upgrade with';
  if (downgrade.length > 0) {
    const hint = 'Write the statements that the downgrade undoes, or remove the downgrade.';
    throw new CqlSyntaxError(problem, at, hint);
  }
  const isMarker = new Set(markers.filter(({ value }) => value === '').map(({ index }) => index));
  const isMeant = tokens.some(
    ({ kind, text }, index) => kind === 'comment' && !isMarker.has(index) && /\p{L}/u.test(text),
  );
  if (isMeant) return;
  const hint = 'Write the statements; or a comment that says why there are none; or delete the file.';
  throw new CqlSyntaxError(problem, at, hint);
}
