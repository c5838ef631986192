import type { Difference, SchemaObject } from '../core/diff/difference.js';
import { explainRefusal } from '../core/diff/explain-refusal.js';
import {
  differenceJson,
  type DifferenceJson,
  presentDetail,
  presentObject,
  presentSubject,
} from '../core/diff/present-difference.js';
import type { PlannedChange, SchemaPlan } from '../core/plan/plan-schema.js';
import type { SchemaNote } from '../core/plan/unmanaged-notes.js';
import { formatCount } from '../core/text/figures.js';
import { visible, visibleLines, visibleStatement } from '../core/text/visible.js';
import { alignColumns, indent } from './columns.js';
import type { Paint } from './paint.js';

/** `schema diff`: the differences table by table, what drifted, what is not managed, and the statements that would run. */
export function presentPlan(plan: SchemaPlan, paint: Paint): string {
  const lines = [...plan.changes.flatMap(linesOfChange), ...plan.drift.map(driftLine), ...plan.notes.map(noteLine)];
  const groups = [...new Set(lines.map(({ group }) => group))];
  return [
    `${paint.bold(plan.keyspace)} · ${headline(plan)}`,
    ...groups.flatMap((group) => [
      '',
      `  ${visible(group)}`,
      ...presentGroup(
        lines.filter((line) => line.group === group),
        paint,
      ),
    ]),
    ...presentStatements(plan),
  ].join('\n');
}

interface Line {
  readonly group: string;
  readonly cells: readonly [sign: Difference['sign'] | '·', subject: string, detail: string, remark: string];
  /** Advice where there is no statement. */
  readonly advice: readonly string[];
}

function headline({ changes, drift, notes }: SchemaPlan): string {
  const count = changes.flatMap(({ differences }) => differences).length;
  const differences = count + drift.length === 0 ? 'no differences' : formatCount(count, 'difference');
  return [
    differences,
    ...(drift.length === 0 ? [] : [`${drift.length} drift`]),
    ...(notes.length === 0 ? [] : [formatCount(notes.length, 'note')]),
  ].join(', ');
}

function linesOfChange({ change, risk, differences, instead }: PlannedChange): readonly Line[] {
  const { advice: why } = explainRefusal(change);
  const advice = risk === 'impossible' ? [visible(why), ...instead.map((line) => indent(visible(line)))] : [];
  return differences.map((difference) => ({
    group: presentObject(difference.object),
    cells: [difference.sign, presentSubject(difference), presentDetail(difference), risk],
    advice,
  }));
}

function driftLine(difference: Difference): Line {
  const { sign, object } = difference;
  const detail = presentDetail(difference);
  const what = sign === '−' ? `${detail}, in no entity` : detail;
  const cells = [sign, presentSubject(difference), what, 'drift, left alone'] as const;
  return { group: presentObject(object), cells, advice: [] };
}

function noteLine({ object, text }: SchemaNote): Line {
  const cells = ['·', visible(text), '', 'not managed, left alone'] as const;
  return { group: presentObject(object), cells, advice: [] };
}

const COLOURS = { '+': 'green', '~': 'yellow', '−': 'dim', '·': 'dim' } as const satisfies Record<
  Line['cells'][0],
  keyof Paint
>;

function presentGroup(lines: readonly Line[], paint: Paint): readonly string[] {
  const rows = alignColumns(
    lines.map(({ cells: [sign, subject, detail, remark] }) => [
      `${paint[COLOURS[sign]](sign)} ${visible(subject)}`,
      visible(detail),
      remark === 'impossible' ? paint.red(remark) : remark,
    ]),
  );
  return lines.flatMap(({ advice }, index) => [
    indent(rows[index] ?? '', '    '),
    ...advice.map((line) => indent(visibleLines(line), '      ')),
  ]);
}

function presentStatements({ statements }: SchemaPlan): readonly string[] {
  if (statements.length === 0) return [];
  return [
    '',
    `  ${formatCount(statements.length, 'statement')} would run:`,
    ...statements.map((cql) => indent(`${visibleStatement(cql)};`, '    ')),
  ];
}

export interface PlanJson {
  readonly keyspace: string;
  readonly changes: readonly ChangeJson[];
  readonly statements: readonly string[];
  readonly drift: readonly DifferenceJson[];
  readonly notes: readonly NoteJson[];
}

/** Object or property in the database that coodie does not manage. */
export interface NoteJson {
  readonly table: string;
  readonly object: SchemaObject;
  readonly note: string;
}

export interface ChangeJson extends DifferenceJson {
  readonly risk: PlannedChange['risk'];
  /** Statements that bring it in sync, possibly together with other changes of the table. */
  readonly statements: readonly string[];
  /** Steps for migrations, where there is no statement. */
  readonly instead: readonly string[];
}

export function planJson({ keyspace, changes, statements, drift, notes }: SchemaPlan): PlanJson {
  return {
    keyspace,
    changes: changes.flatMap(({ differences, risk, statements: own, instead }) =>
      differences.map((difference) => ({ ...differenceJson(difference), risk, statements: own, instead })),
    ),
    statements,
    drift: drift.map(differenceJson),
    notes: notes.map(({ object, text }) => ({ table: object.name, object, note: text })),
  };
}

/** The statements that `schema sync` would send. */
export function presentSyncDryRun(keyspace: string, statements: readonly string[], paint: Paint): string {
  if (statements.length === 0) return `${paint.bold(keyspace)} · nothing to do`;
  return [
    `${paint.bold(keyspace)} · ${formatCount(statements.length, 'statement')} would run · dry run: nothing is sent`,
    '',
    ...statements.map((cql) => indent(`${visibleStatement(cql)};`, '    ')),
  ].join('\n');
}
