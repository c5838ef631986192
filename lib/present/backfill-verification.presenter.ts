import type { BackfillVerification } from '../backfill/background/results.js';
import { onOneLine, visible } from '../core/text/visible.js';
import { indent } from './columns.js';
import type { Paint } from './paint.js';

const SIGNS: Readonly<
  Record<BackfillVerification['outcome'], readonly [symbol: string, colour: 'green' | 'yellow' | 'red']>
> = {
  equal: ['✔', 'green'],
  different: ['✖', 'red'],
  unclear: ['⚠', 'yellow'],
};

/** `backfill verify NAME`: the verdict, some of the rows that differ, and what to do about them. */
export function presentVerification(verification: BackfillVerification, paint: Paint): string {
  const { name, outcome, examples } = verification;
  const [symbol, colour] = SIGNS[outcome];
  const verdict = `${paint[colour](symbol)} ${visible(name)} · ${sidesOf(verification)} · ${verdictOf(verification)}`;
  const rows = examples.map(({ key, problem }) => indent(`${visible(key)}  ${paint.red(onOneLine(problem))}`));
  const advice = adviceOn(verification);
  return [verdict, ...rows, ...uncheckedOf(verification), ...(advice === undefined ? [] : [advice])].join('\n');
}

function sidesOf({ table, into, rows, found }: BackfillVerification): string {
  const source = `${visible(table)}: ${rowCount(rows)}`;
  return into === undefined ? source : `${source} · ${visible(into)}: ${rowCount(found ?? 0)}`;
}

function verdictOf({ outcome, compared, differing, ranges }: BackfillVerification): string {
  const what = { count: 'numbers of rows', hash: 'values', cells: 'written cells' }[compared];
  if (outcome === 'unclear') return `no difference in the ${what} that could be checked`;
  if (outcome === 'equal') return `the ${what} are equal`;
  const rows =
    differing === undefined ? `the ${what} differ` : `${rowCount(differing)} differ${differing === 1 ? 's' : ''}`;
  return ranges.differing === undefined ? rows : `${rows}, in ${ranges.differing} of ${ranges.total} ranges`;
}

function uncheckedOf({ unchecked }: BackfillVerification): readonly string[] {
  return unchecked.map(({ cql, reason, count }) =>
    indent(`not checked for ${rowCount(count)}, ${onOneLine(reason)}: ${onOneLine(cql)}`),
  );
}

function adviceOn({ name, outcome, state, into }: BackfillVerification): string | undefined {
  if (outcome !== 'different') return undefined;
  const shown = visible(name);
  if (state === 'running' || state === 'paused')
    return `It is ${state}: rows that it has not reached are differences. See \`coodie backfill status ${shown}\``;
  const later = into === undefined ? 'the written columns' : visible(into);
  return `Rows that the application has changed in ${later} since are differences as well. To write all rows again: coodie backfill run ${shown} --restart`;
}

const rowCount = (count: number) => `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}`;

/** A verification as `--json` has it. */
export function verificationJson(verification: BackfillVerification) {
  const { state, into, found, differing, ranges, ...rest } = verification;
  return {
    ...rest,
    state: state ?? null,
    into: into ?? null,
    found: found ?? null,
    differing: differing ?? null,
    ranges: { total: ranges.total, differing: ranges.differing ?? null },
  };
}
