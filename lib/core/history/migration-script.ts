import { CqlSyntaxError } from '../cql/errors.js';
import { positionsIn, type Position } from '../cql/position.js';
import { splitTokens, type ScriptStatement } from '../cql/split-script.js';
import { isSignificant, tokenize, type Token } from '../cql/tokenize.js';
import { canonicalText } from './canonical-text.js';

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
 * a comment has a line of its own. Without section markers all is upgrade. Whatever is ambiguous is a `CqlSyntaxError`.
 */
export function parseMigrationScript(text: string): MigrationScript {
  const script = canonicalText(text);
  const tokens = tokenize(script);
  const markers = findMarkers(script, tokens);
  refuseAmbiguity(tokens, markers, positionsIn(script));
  const upgrade = splitTokens(script, sectionOf('upgrade', tokens, markers));
  if (upgrade.length === 0) throw emptyUpgrade(markers, positionsIn(script));
  const downgrade = splitTokens(script, sectionOf('downgrade', tokens, markers));
  return {
    description: markers.find(({ kind }) => kind === 'description')?.value || undefined,
    allowDestructive: markers.some(({ kind }) => kind === 'allow-destructive'),
    reversible: downgrade.length > 0,
    upgrade,
    downgrade,
  };
}

type MarkerKind = 'upgrade' | 'downgrade' | 'description' | 'allow-destructive' | 'foreign';

interface Marker {
  readonly kind: MarkerKind;
  readonly value: string;
  /** Its place among the tokens. */
  readonly index: number;
  readonly token: Token;
}

type PositionOf = (offset: number) => Position;

const MARKERS: readonly (readonly [MarkerKind, RegExp])[] = [
  ['upgrade', /^upgrade\s*:?$/i],
  ['downgrade', /^downgrade\s*:?$/i],
  ['description', /^description\s*:(?<value>.*)$/i],
  ['allow-destructive', /^allow-destructive\s*:?$/i],
  // Sections of other tools: taken for mere comments, they would have what undoes run with what does.
  ['foreign', /^(?:[@+]\s*)?(?:(?:goose|migrate)\s+)?(?:up|down|rollback|undo|revert)\s*:?$/i],
];

function findMarkers(script: string, tokens: readonly Token[]): readonly Marker[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'comment' || !token.text.startsWith('--') || !startsLine(script, token)) return [];
    const comment = token.text.slice(2).trim();
    const [kind, pattern] = MARKERS.find(([, candidate]) => candidate.test(comment)) ?? [];
    const value = pattern?.exec(comment)?.groups?.['value'] ?? '';
    return kind ? [{ kind, value: value.trim(), index, token }] : [];
  });
}

function startsLine(script: string, { start }: Token): boolean {
  return script.slice(script.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

function isSectionMarker({ kind }: Marker): boolean {
  return kind === 'upgrade' || kind === 'downgrade';
}

function sectionOf(
  kind: 'upgrade' | 'downgrade',
  tokens: readonly Token[],
  markers: readonly Marker[],
): readonly Token[] {
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

function refusalOf({ kind, token, index }: Marker, markers: readonly Marker[]): Refusal | undefined {
  if (kind === 'foreign')
    return {
      problem: `"${token.text.trim()}" is no marker that coodie knows`,
      hint: 'Sections begin with `-- upgrade` and `-- downgrade`. If it is only a comment, say more in it.',
    };
  if (markers.some((other) => other.kind === kind && other.index < index))
    return { problem: `"-- ${kind}" stands here for the second time`, hint: 'Keep one of the two.' };
  if (kind === 'downgrade' && !markers.some((other) => other.kind === 'upgrade'))
    return { problem: '"-- downgrade" has no "-- upgrade"', hint: 'Put `-- upgrade` above what the migration does.' };
  return undefined;
}

function emptyUpgrade(markers: readonly Marker[], positionOf: PositionOf): CqlSyntaxError {
  const start = markers.find(({ kind }) => kind === 'upgrade')?.token.start ?? 0;
  return new CqlSyntaxError(
    'There is no statement to upgrade with',
    positionOf(start),
    'Write the statements, or delete the file.',
  );
}
