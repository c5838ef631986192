import { CqlSyntaxError, type ScriptStatement, StatementSplitter } from '../cql/split-script.js';
import { isSignificant, type Token, tokensIn } from '../lexer/tokenize.js';
import { type Position, positionsIn } from '../text/position.js';
import { isSectionMarker, type Marker, markerAt, type Preceding } from './script-marker.js';
import type { SectionName } from './section-marker.js';

/** Parsed `.cql` migration; lines and columns are those of the file. */
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
  const positionOf = positionsIn(script);
  const sections = new Sections(script, positionOf);
  refuseAmbiguity(sections, positionOf);
  const { markers } = sections;
  const upgrade = sections.statementsOf('upgrade');
  const downgrade = sections.statementsOf('downgrade');
  if (upgrade.length === 0) refuseEmpty({ script, sections, downgrade });
  return {
    description: markers.find(({ kind }) => kind === 'description')?.value || undefined,
    allowDestructive: markers.some(({ kind }) => kind === 'allow-destructive'),
    reversible: downgrade.length > 0 || upgrade.length === 0,
    upgrade,
    downgrade,
  };
}

type PositionOf = (offset: number) => Position;

/** Reads a script once, token by token, and keeps its markers and statements. */
class Sections {
  readonly markers: Marker[] = [];
  /** First significant token. */
  first: Token | undefined;
  /** Whether a comment says that a file without statements is meant. */
  hasRemark = false;
  private readonly found: Partial<Record<SectionName, StatementSplitter>> = {};
  private current: StatementSplitter;
  private before: Preceding = [];

  constructor(
    private readonly script: string,
    private readonly positionOf: PositionOf,
  ) {
    this.current = new StatementSplitter(script, positionOf);
    for (const token of tokensIn(script)) this.push(token);
  }

  /** Statements of a section; without sections all is upgrade. */
  statementsOf(section: SectionName): readonly ScriptStatement[] {
    const isAll = section === 'upgrade' && !this.markers.some(isSectionMarker);
    return (isAll ? this.current : this.found[section])?.finish() ?? [];
  }

  private push(token: Token): void {
    const marker = markerAt(this.script, token, this.before);
    if (marker) this.mark(marker);
    if (isSignificant(token)) this.first ??= token;
    else this.hasRemark ||= isRemark(token, marker);
    this.current.push(token);
    this.before = [token, this.before[0]];
  }

  private mark(marker: Marker): void {
    this.markers.push(marker);
    if (!isSectionMarker(marker)) return;
    this.current = new StatementSplitter(this.script, this.positionOf);
    this.found[marker.kind] ??= this.current;
  }
}

/** Whether a token is a comment with a word in it; a description is one, and any other marker is not. */
function isRemark({ kind, text }: Token, marker: Marker | undefined): boolean {
  return kind === 'comment' && marker?.value !== '' && /\p{L}/u.test(text);
}

function refuseAmbiguity({ markers, first }: Sections, positionOf: PositionOf): void {
  for (const [index, marker] of markers.entries()) {
    const refusal = refusalOf(marker, markers.slice(0, index), markers);
    if (refusal) throw new CqlSyntaxError(refusal.problem, positionOf(marker.token.start), refusal.hint);
  }
  const firstSection = markers.find(isSectionMarker);
  if (firstSection && first && first.start < firstSection.token.start)
    throw new CqlSyntaxError(
      `A statement stands before "-- ${firstSection.kind}", in no section`,
      positionOf(first.start),
      'Put `-- upgrade` on a line of its own above it, or move it below.',
    );
}

interface Refusal {
  readonly problem: string;
  readonly hint: string;
}

function refusalOf(
  { kind, value, text }: Marker,
  before: readonly Marker[],
  markers: readonly Marker[],
): Refusal | undefined {
  if (kind === 'foreign')
    return {
      problem: `"${shortened(text)}" looks like a section marker, but is none`,
      hint: `Write \`-- ${value}\` on a line of its own. If it is a mere comment, word it as a sentence.`,
    };
  if (before.some((other) => other.kind === kind))
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
  readonly sections: Sections;
  readonly downgrade: readonly ScriptStatement[];
}

/** A comment, or a description, says that a file without statements is meant. */
function refuseEmpty({ script, sections, downgrade }: EmptyUpgrade): void {
  const top = script.startsWith('\uFEFF') ? 1 : 0;
  const at = positionsIn(script)(sections.markers.find(({ kind }) => kind === 'upgrade')?.token.start ?? top);
  const problem = 'There is no statement to upgrade with';
  if (downgrade.length > 0) {
    const hint = 'Write the statements that the downgrade undoes, or remove the downgrade.';
    throw new CqlSyntaxError(problem, at, hint);
  }
  if (sections.hasRemark) return;
  const hint = 'Write the statements; or a comment that says why there are none; or delete the file.';
  throw new CqlSyntaxError(problem, at, hint);
}
