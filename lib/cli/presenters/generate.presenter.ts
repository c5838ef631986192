import { describeChange } from '../../core/diff/describe-change.js';
import { differenceJson, presentDifference } from '../../core/diff/present-difference.js';
import { riskOf } from '../../core/diff/risk.js';
import type { Draft, DraftChange } from '../../core/draft/draft-migration.js';
import type { ImpossibleText } from '../../core/diff/impossible-steps.js';
import { wayBackOf } from '../../core/draft/way-back.js';
import { visible, visibleStatement } from '../../core/text/visible.js';
import { labelOf } from '../generate/copy-file.js';
import { NO_WAY_BACK, type WrittenCopy } from '../generate/copy-text.js';
import type { DraftFile } from '../generate/draft-file.js';
import { linesOfImpossible } from '../generate/errors.js';
import type { Project } from '../generate/project.js';
import type { Paint } from '../../present/paint.js';
import { alignColumns, indent } from '../../present/columns.js';
import { formatCount } from '../../core/text/figures.js';
import { SYMBOLS } from '../../present/lint.presenter.js';

/** The outcome of `migrate generate`. */
export interface Generated {
  readonly project: Project;
  readonly drafts: readonly Draft[];
  readonly copies: readonly WrittenCopy[];
  readonly impossible: readonly ImpossibleText[];
  /** Absent where there is nothing to write. */
  readonly file: DraftFile | undefined;
  readonly mode: 'write' | 'dry-run' | 'check';
}

export function presentGenerated(generated: Generated, paint: Paint): string {
  const { project, drafts, copies, impossible, mode } = generated;
  const rows = [...drafts.flatMap(rowsOf), ...copies.map(rowOfCopy)];
  const { keyspace, directory, migrations, live } = project;
  const from = live ? 'the database' : formatCount(migrations.length, 'migration');
  const changes = mode === 'check' ? impossible.length + rows.length : rows.length;
  return [
    `${paint.bold(visible(keyspace ?? directory))} · from ${from} · ${headline(changes, mode)}`,
    ...alignColumns(rows).map((row) => indent(row)),
    ...impossible.flatMap(linesOfImpossible).map((line) => indent(line)),
    ...fileLines(generated, paint),
    ...(mode === 'check' && changes > 0 ? ['  Run: coodie migrate generate "<description>"'] : []),
  ].join('\n');
}

function headline(changes: number, mode: Generated['mode']): string {
  if (changes === 0) return 'nothing to generate';
  const count = formatCount(changes, 'change');
  if (mode !== 'check') return count;
  return `${count} ${changes === 1 ? 'has' : 'have'} no migration`;
}

function rowsOf({ renames, changes }: Draft): readonly (readonly string[])[] {
  return [
    ...renames.map(({ rename: { of, from, to }, statements }) => [
      visible(`~ ${of}.${from} → ${to}`),
      statements.map(visibleStatement).join('; '),
      '',
    ]),
    ...changes.flatMap(({ change, statements }) =>
      describeChange(change).map((difference, index) => [
        presentDifference(difference),
        index === 0 ? statements.map(visibleStatement).join('; ') : '',
        riskOf(change) === 'destructive' ? 'destructive' : '',
      ]),
    ),
  ];
}

function rowOfCopy(copy: WrittenCopy): readonly string[] {
  return [visible(`~ ${labelOf(copy)}`), copy.kind === 'table' ? 'rows are copied' : 'values are copied', ''];
}

function fileLines({ project, file, mode }: Generated, paint: Paint): readonly string[] {
  if (!file) return [];
  const { path, isReversible, findings, text } = file;
  const way = isReversible ? 'can be rolled back' : 'cannot be rolled back';
  const told = findings.filter(({ severity }) => severity !== 'info');
  return [
    `${visible(path)} ${mode === 'write' ? 'written' : 'would be written'}, ${way}`,
    ...told.map(({ severity, code, message }) => {
      const [symbol, colour] = SYMBOLS[severity];
      return `  ${paint[colour](symbol)} ${code} ${visible(message)}`;
    }),
    ...(mode === 'write' ? [nextStep(project)] : ['', text.trimEnd()]),
  ];
}

const nextStep = ({ isBuilt }: Project) =>
  `Next: ${isBuilt ? 'build, then ' : ''}coodie migrate verify, then coodie migrate apply`;

export function generatedJson({ project, drafts, copies, impossible, file }: Generated): unknown {
  return {
    keyspace: project.keyspace,
    from: project.live ? 'database' : 'history',
    migrations: project.migrations.length,
    changes: [...drafts.flatMap(changesJson), ...copies.map(copyJson)],
    file: file?.path,
    reversible: file?.isReversible,
    destructive: drafts.some(({ changes }) => changes.some(({ change }) => riskOf(change) === 'destructive')),
    findings: file?.findings ?? [],
    impossible,
  };
}

function changesJson(draft: Draft): readonly unknown[] {
  const why = wayBackOf(draft).obstacles.join('; ') || undefined;
  const renamed = draft.renames.map(({ rename: { of, from, to }, statements }) => ({
    table: of,
    subject: from,
    sign: '~',
    detail: `${from} → ${to}`,
    risk: 'safe',
    statements,
    downgrade: why === undefined ? undoing(draft, of, from) : [],
    why,
  }));
  const changed = draft.changes.flatMap(({ change, statements }) =>
    describeChange(change).map((difference) => ({
      ...differenceJson(difference),
      risk: riskOf(change),
      statements,
      downgrade: why === undefined ? backOf(change, draft.back) : [],
      why,
    })),
  );
  return [...renamed, ...changed];
}

function copyJson(copy: WrittenCopy): unknown {
  const [table, subject] = copy.kind === 'table' ? [copy.to.name, 'rows'] : [copy.table.name, copy.to.name];
  const shown = { table, subject, sign: '~', detail: labelOf(copy), risk: 'safe' };
  return { ...shown, statements: [], downgrade: [], why: NO_WAY_BACK };
}

function undoing({ renamesBack }: Draft, of: string, from: string): readonly string[] {
  return renamesBack.find(({ rename }) => rename.of === of && rename.to === from)?.statements ?? [];
}

/** The statements of the way back that touch the same things. */
function backOf(change: DraftChange['change'], back: readonly DraftChange[]): readonly string[] {
  const touched = new Set(describeChange(change).map(keyOf));
  return back
    .filter((other) => describeChange(other.change).some((difference) => touched.has(keyOf(difference))))
    .flatMap(({ statements }) => statements);
}

const keyOf = ({ object, part }: ReturnType<typeof describeChange>[number]) => JSON.stringify([object, part]);
