import { canonicalText } from '../../history/history.js';
import { tokenize } from '../../lexer/tokenize.js';
import { type Position, positionsIn } from '../../text/position.js';
import type { LintMigration, LintStatement } from './lint-migration.js';

/** `-- coodie:allow C301 reason`: a comment on a line of its own. */
export interface Waiver extends Position {
  readonly code: string;
  /** Empty where none is given. */
  readonly reason: string;
  /** The line on which the statement begins that it is for; `file`: every statement; `nothing`: none begins below it. */
  readonly scope: number | 'file' | 'nothing';
}

/** The waivers of a migration. Those of code are for the whole file. */
export function readWaivers(migration: LintMigration): readonly Waiver[] {
  return migration.form === 'script' ? scriptWaivers(migration) : codeWaivers(migration);
}

const COMMENT = /^(?:--|\/\/)\s*coodie:allow\b[:\s]*(?<code>\S*)\s*(?<reason>.*)$/i;

/** Few files have a waiver: those that have none need not be read again. */
const MENTIONED = /coodie:allow/i;

function codeWaivers({ text }: LintMigration): readonly Waiver[] {
  return canonicalText(text)
    .split('\n')
    .flatMap((line, index) => waiverIn(line.trim(), { line: index + 1, column: 1 + line.search(/\S|$/) }, 'file'));
}

function scriptWaivers({ text, upgrade, downgrade }: LintMigration): readonly Waiver[] {
  if (!MENTIONED.test(text)) return [];
  const script = canonicalText(text);
  const lines = script.split('\n');
  const positionOf = positionsIn(script);
  const lineOf = ({ position }: LintStatement) => position?.line ?? Number.POSITIVE_INFINITY;
  const starts = new Set([...upgrade, ...downgrade].map(lineOf));
  const first = Math.min(...[upgrade[0], downgrade[0]].flatMap((statement) => (statement ? lineOf(statement) : [])));
  return tokenize(script).flatMap((token) => {
    if (token.kind !== 'comment' || !COMMENT.test(token.text)) return [];
    const position = positionOf(token.start);
    if (!isWholeLine(lines[position.line - 1], token.text)) return [];
    const next = statementBelow(lines, position.line);
    const above = position.line < first ? 'file' : 'nothing';
    return waiverIn(token.text, position, starts.has(next) ? next : above);
  });
}

const isWholeLine = (line: string | undefined, comment: string) => line?.trim() === comment.trim();

/** The first line below that is no comment, where no marker of a section is in between. */
function statementBelow(lines: readonly string[], line: number): number {
  const below = lines.findIndex(
    (text, index) => index >= line && !/^\s*(?:--|\/\/)(?!\s*(?:up|down)grade\s*:?\s*$)/i.test(text),
  );
  return below + 1;
}

function waiverIn(comment: string, position: Position, scope: Waiver['scope']): readonly Waiver[] {
  const { code, reason = '' } = COMMENT.exec(comment)?.groups ?? {};
  return code === undefined
    ? []
    : [{ ...position, code: code.replace(/:$/, '').toUpperCase(), reason: reason.trim(), scope }];
}
