import type { Change } from '../../../lib/core/diff/change.js';
import { OBSTACLE_KINDS } from '../../../lib/core/diff/obstacle-kind.js';
import { RISK_OF, riskOf } from '../../../lib/core/diff/risk.js';
import { LiveSchema, useSchemaClient } from '../../support/live-schema.js';
import { itOn } from '../../support/server-version.js';
import { OBSTACLES, SEEN_NOWHERE, SEEN_ON_OTHER_SERVERS } from './obstacle-lines.js';
import { LINES, type Line } from './risk-lines.js';
import { answerOf, prepare, seeObstacle } from './see-obstacle.js';

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

describe('what is refused because of how this server is', () => {
  const client = useSchemaClient();

  it('has no kind of reason that is not tried', () => {
    const tried = [...OBSTACLES.map(({ obstacle }) => obstacle), ...SEEN_ON_OTHER_SERVERS, ...SEEN_NOWHERE];
    expect([...new Set(tried)].toSorted()).toEqual(OBSTACLE_KINDS.toSorted());
  });

  for (const line of OBSTACLES) {
    itOn(line.on ?? {}, `${line.title}: the server ${answerOf(line)}`, () =>
      LiveSchema.with(client, 'obstacle', (live) => seeObstacle(live, line)),
    );
  }
});

async function changesOf(live: LiveSchema, line: Line): Promise<readonly Change[]> {
  await prepare(live, line);
  return live.changesTo(live.of(line.to));
}
