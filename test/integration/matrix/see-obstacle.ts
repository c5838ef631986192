import type { Policy } from '../../../lib/core/diff/risk.js';
import { renderChange } from '../../../lib/core/render/render-change.js';
import { describeChanges, type LiveSchema } from '../../support/live-schema.js';
import type { ObstacleLine } from './obstacle-lines.js';
import { inKeyspace, type Line } from './risk-lines.js';

/** Sync drops columns and tables by name, and leaves indexes alone. */
const BY_NAME: Policy = {
  allow: 'costly',
  dropRemovedIndexes: false,
  drop: { columns: ['t.v', 't.w', 't.p'], tables: ['t'] },
};

/** Just one change is refused, for the reason at hand; the server does to it what is said; and it stays refused. */
export async function seeObstacle(live: LiveSchema, line: ObstacleLine): Promise<void> {
  await prepare(live, line);
  const see = () => live.changesTo(live.of(line.to), line.byMigration ? undefined : BY_NAME);
  const changes = await see();
  const blocked = changes.flatMap((change) => (change.kind === 'blocked' ? [change] : []));
  expect(blocked.map(({ obstacle }) => obstacle)).toEqual([line.obstacle]);
  const [cql = ''] = blocked.flatMap(({ change }) => renderChange(change, live.keyspace));
  expect(answerOf({ server: (await live.refusal(cql)) ?? 'forgets' })).toBe(answerOf(line));
  expect(describeChanges(await see())).toEqual(describeChanges(changes));
}

export function answerOf({ server }: Pick<ObstacleLine, 'server'>): string {
  return server === 'forgets' ? 'forgets it' : `refuses it with 0x${server.toString(16)}`;
}

export async function prepare(live: LiveSchema, { from, given = [] }: Pick<Line, 'from' | 'given'>): Promise<void> {
  await live.apply(await live.changesTo(live.of(from)));
  for (const cql of given) await live.execute(inKeyspace(live, cql));
}
