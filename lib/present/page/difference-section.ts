import type { Difference } from '../../core/diff/difference.js';
import { explainRefusal } from '../../core/diff/explain-refusal.js';
import { presentDetail, presentObject, presentSubject } from '../../core/diff/present-difference.js';
import type { PlannedChange, SchemaPlan } from '../../core/plan/plan-schema.js';
import { formatCount } from '../../core/text/figures.js';
import { markup, type Markup } from '../../core/text/markup.js';
import { type ConnectionView, unread } from './page-view.js';

/** Differences between the database and the entities, and drift, each with its explanation. */
export function differenceSection({ plan, server }: ConnectionView): Markup {
  if (plan.kind === 'failed') return markup`<h3>Differences</h3>\n${unread('The differences', plan, server)}`;
  if (!plan.value) return markup`<h3>Differences</h3>\n<p>There are no entities to compare the database with.</p>`;
  return differences(plan.value);
}

function differences({ changes, statements, drift, notes }: SchemaPlan): Markup {
  const count = changes.flatMap((change) => change.differences).length;
  const headline =
    count === 0 && drift.length === 0
      ? markup`<p><span class="good">✔ in sync</span></p>`
      : markup`<p><span class="warn">~ ${formatCount(count, 'difference')}, ${drift.length} drift</span></p>`;
  const run =
    statements.length === 0
      ? ''
      : folded(
          markup`${formatCount(statements.length, 'statement')} would run:`,
          statements.length,
          markup`<pre>${statements.map((cql) => `${cql};`).join('\n')}</pre>`,
        );
  return markup`<h3>Differences</h3>
${headline}${items(changes.map(changeItem))}${run}${driftList(drift)}${items(
    notes.map(
      ({ object, text }) => markup`<li><b>${presentObject(object)}</b>: ${text} (not managed, left alone)</li>`,
    ),
  )}`;
}

function changeItem({ change, risk, differences: parts, instead }: PlannedChange): Markup {
  const isImpossible = risk === 'impossible';
  const why = isImpossible ? markup`<br>${explainRefusal(change).advice}` : '';
  const steps = isImpossible && instead.length > 0 ? markup`<pre>${instead.join('\n')}</pre>` : '';
  return markup`<li>${parts.map(line)}<span class="${CLASS_OF[risk]}">${risk}</span>${why}${steps}</li>`;
}

const CLASS_OF: Readonly<Record<PlannedChange['risk'], string>> = {
  safe: 'good',
  costly: 'warn',
  destructive: 'bad',
  impossible: 'bad',
};

function driftList(drift: readonly Difference[]): Markup {
  if (drift.length === 0) return markup``;
  return markup`<h3>Drift</h3>
<p>In the database, and in no entity. coodie leaves it alone: declare it, drop it in a migration, or name it in <code>schema.ignore</code>.</p>
${items(drift.map((difference) => markup`<li>${line(difference)}</li>`))}`;
}

function line(difference: Difference): Markup {
  const { sign, object } = difference;
  return markup`<b>${sign} ${presentObject(object)}</b> ${presentSubject(difference)} <code>${presentDetail(difference)}</code> `;
}

const items = (list: readonly Markup[]) => (list.length === 0 ? markup`` : markup`<ul>${list}</ul>`);

/** Shown only when asked for where it is long, so that the rest of the page is not far away. */
function folded(summary: Markup, length: number, content: Markup): Markup {
  return markup`<details${length > FEW ? '' : ' open'}><summary>${summary}</summary>${content}</details>`;
}

const FEW = 20;
