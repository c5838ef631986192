import { renderChange } from '../../../lib/core/cql/render-change.js';
import type { Change } from '../../../lib/core/diff/change.js';
import type { Policy } from '../../../lib/core/diff/policy.js';
import { RISK_OF, riskOf } from '../../../lib/core/diff/risk.js';
import { describeChanges, LiveSchema, useSchemaClient } from '../../support/live-schema.js';
import { itOn } from '../../support/server-version.js';
import { OBSTACLES, type ObstacleLine } from './obstacle-lines.js';
import { inKeyspace, LINES, type Line } from './risk-lines.js';

type Kind = Change['kind'];

describe('the table of risks', () => {
  const client = useSchemaClient();
  const kinds = Object.keys(LINES) as Kind[];

  it('has no line that is not tried here', () => {
    expect(kinds.toSorted()).toEqual(Object.keys(RISK_OF).toSorted());
  });

  it.each(kinds.map((kind) => ({ kind, risk: RISK_OF[kind] })))('$kind is $risk', ({ kind, risk }) =>
    LiveSchema.with(client, 'risk', async (live) => {
      const changes = await changesOf(live, LINES[kind]);
      expect(changes.map((change) => [change.kind, riskOf(change)])).toEqual([[kind, risk]]);
      await live.apply(changes);
      await LINES[kind].see(live);
    }),
  );

  it.each(['create-index', 'create-view'] as const)('%s is costly where the table has rows, which it reads', (kind) =>
    LiveSchema.with(client, 'risk', async (live) => {
      const changes = (await changesOf(live, LINES[kind])).map((change) => ({ ...change, populated: true }));
      expect(changes.map(riskOf)).toEqual(['costly']);
      await live.apply(changes);
      await LINES[kind].see(live);
    }),
  );
});

/** Sync drops columns and tables by name, and leaves indexes alone. */
const BY_NAME: Policy = {
  allow: 'costly',
  dropRemovedIndexes: false,
  drop: { columns: ['t.v', 't.w', 't.p'], tables: ['t'] },
};

describe('what is refused because of how this server is', () => {
  const client = useSchemaClient();

  for (const line of OBSTACLES) {
    itOn(line.on ?? {}, `${line.title}: the server ${answerOf(line)}`, () =>
      LiveSchema.with(client, 'obstacle', (live) => seeObstacle(live, line)),
    );
  }
});

/** Just one change is refused, the server does to it what is said, and it stays refused. */
async function seeObstacle(live: LiveSchema, line: ObstacleLine): Promise<void> {
  await prepare(live, line);
  const changes = await live.changesTo(live.of(line.to), BY_NAME);
  const blocked = changes.flatMap((change) => (change.kind === 'blocked' ? [change.change] : []));
  const [cql, ...more] = blocked.flatMap((change) => renderChange(change, live.keyspace));
  expect(more).toEqual([]);
  expect(answerOf({ server: (await live.refusal(cql ?? '')) ?? 'forgets' })).toBe(answerOf(line));
  expect(describeChanges(await live.changesTo(live.of(line.to), BY_NAME))).toEqual(describeChanges(changes));
}

function answerOf({ server }: Pick<ObstacleLine, 'server'>): string {
  return server === 'forgets' ? 'forgets it' : `refuses it with 0x${server.toString(16)}`;
}

async function changesOf(live: LiveSchema, line: Line): Promise<readonly Change[]> {
  await prepare(live, line);
  return live.changesTo(live.of(line.to));
}

async function prepare(live: LiveSchema, { from, given = [] }: Pick<Line, 'from' | 'given'>): Promise<void> {
  await live.apply(await live.changesTo(live.of(from)));
  for (const cql of given) await live.execute(inKeyspace(live, cql));
}
