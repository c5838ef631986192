import type { BackfillStatus } from '../backfill/backfill-status.js';
import type { DeadRow } from '../backfill/range-rows.js';
import type { BackfillCondition } from '../backfill/state-row.js';
import { formatAge, formatCount } from '../core/text/figures.js';
import { onOneLine, visible } from '../core/text/visible.js';
import { alignColumns, cut, indent } from './columns.js';
import type { Paint } from './paint.js';

export interface BackfillStyle {
  readonly paint: Paint;
  readonly now: Date;
}

/** Sign and colour of each state. */
export const BACKFILL_SIGNS: Readonly<
  Record<BackfillCondition, readonly [symbol: string, colour: 'green' | 'yellow' | 'red']>
> = {
  running: ['•', 'yellow'],
  paused: ['✖', 'red'],
  finished: ['✔', 'green'],
  cancelled: ['✖', 'yellow'],
};

/** Rows that could not be written, of which this many are shown. */
const SHOWN = 20;

/** `backfill list`: a line for each. */
export function presentBackfills(keyspace: string, all: readonly BackfillStatus[], style: BackfillStyle): string {
  const title = `${style.paint.bold(keyspace)} · ${formatCount(all.length, 'backfill')}`;
  if (all.length === 0) return title;
  const rows = alignColumns(all.map((status) => rowOf(status, style)));
  return [title, '', ...rows.map((row) => indent(row))].join('\n');
}

function rowOf(status: BackfillStatus, { paint, now }: BackfillStyle): readonly string[] {
  const { name, state, share, rows, dead, startedAt, reason } = status;
  const [symbol, colour] = BACKFILL_SIGNS[state];
  return [
    `${paint[colour](symbol)} ${visible(name)}`,
    paint[colour](state),
    percent(share),
    `${rows.toLocaleString('en')} rows`,
    `${dead} dead`,
    state === 'running' ? workers(status) : '',
    formatAge(startedAt, now),
    reason === undefined ? '' : cut(onOneLine(reason), 60),
  ];
}

export interface OneBackfill {
  readonly status: BackfillStatus;
  readonly dead: readonly DeadRow[];
}

/** `backfill status NAME`: everything about one, and what to do next. */
export function presentBackfill(keyspace: string, { status, dead }: OneBackfill, style: BackfillStyle): string {
  const { paint } = style;
  const facts = alignColumns(factsOf(status, style)).map((row) => indent(row));
  const lines = dead.slice(0, SHOWN).map(({ key, error }) => `  ${onOneLine(key)}  ${paint.red(onOneLine(error))}`);
  const more = dead.length > SHOWN ? [`  … and ${dead.length - SHOWN} more, in --json`] : [];
  const listed = dead.length === 0 ? [] : ['', 'Rows that could not be written:', ...lines, ...more];
  const advice = adviceOn(status);
  const end = advice === undefined ? [] : ['', advice];
  return [`${paint.bold(keyspace)} · ${visible(status.name)}`, '', ...facts, ...listed, ...end].join('\n');
}

function factsOf(status: BackfillStatus, { paint, now }: BackfillStyle): readonly (readonly string[])[] {
  const { state, reason, table, share, ranges, rows, skipped, dead, rate, concurrency, migration } = status;
  const [symbol, colour] = BACKFILL_SIGNS[state];
  const because = reason === undefined ? '' : `: ${onOneLine(reason)}`;
  const pace = rate === undefined ? 'no limit' : `${rate.toLocaleString('en')} rows/s`;
  return [
    ['state', `${paint[colour](`${symbol} ${state}`)}${because}`],
    ['table', table === undefined ? 'its ranges are not noted yet' : visible(table)],
    ['progress', `${percent(share)} of the tokens · ${ranges.done} of ${formatCount(ranges.total, 'range')}`],
    ['rows', `${rows.toLocaleString('en')} · ${skipped.toLocaleString('en')} skipped · ${dead} dead`],
    ['pace', `${pace}${concurrency === undefined ? '' : ` · ${concurrency} in flight for each process`}`],
    ['at work', workers(status)],
    ['started', `${formatAge(status.startedAt, now)}${migration === undefined ? '' : ` by ${visible(migration)}`}`],
    ...(status.finishedAt ? [['finished', formatAge(status.finishedAt, now)]] : []),
  ];
}

/** Advice on the next step of a backfill, if there is one. */
export function adviceOn({ name, state, background, workers: alive, dead }: BackfillStatus): string | undefined {
  const shown = visible(name);
  if (!background) return state === 'finished' ? undefined : 'It is part of a migration: coodie migrate apply';
  if (state === 'paused') return `To go on: coodie backfill resume ${shown}`;
  if (state === 'running' && alive === 0) return `Nothing works on it. To do so: coodie backfill run ${shown}`;
  if (state === 'finished' && dead > 0) return `To try those rows again: coodie backfill retry ${shown}`;
  return undefined;
}

/** The line of `migrate status` for a backfill that is not finished. */
export function openBackfill({ name, state, share, reason }: BackfillStatus): string {
  const because = reason === undefined ? '' : `: ${onOneLine(reason)}`;
  return `Backfill ${visible(name)} is ${state}, ${percent(share)}${because}. See \`coodie backfill status ${visible(name)}\``;
}

export const percent = (share: number): string => `${Math.floor(share * 100)} %`;

export const workers = ({ workers: alive }: BackfillStatus): string =>
  alive === 0 ? 'nothing works on it' : `${alive} process${alive === 1 ? '' : 'es'}`;

/** A backfill as `--json` has it. */
export function backfillJson(status: BackfillStatus) {
  const { reason, migration, table, rate, concurrency, startedAt, finishedAt, ...rest } = status;
  return {
    ...rest,
    reason: reason ?? null,
    migration: migration ?? null,
    table: table ?? null,
    rate: rate ?? null,
    concurrency: concurrency ?? null,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
