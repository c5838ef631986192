import * as fc from 'fast-check';
import type { Change } from '../../../lib/core/diff/change.js';
import { describeChange } from '../../../lib/core/diff/describe-change.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { draftMigration, type Draft } from '../../../lib/core/draft/draft-migration.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { applyStatement } from '../../../lib/core/replay/apply-statement.js';
import { isContradiction } from '../../../lib/core/replay/contradiction.js';
import { readReplayStatement } from '../../../lib/core/replay/replay-statement.js';
import { chance, shuffled, type Draw } from '../../property/generate/draw.js';
import { anyEvolution, type Evolution } from '../../property/generate/evolution.js';

const nothing: SchemaModel = { keyspace: 'ks', types: [], tables: [], views: [] };
const RUNS = { numRuns: 30, endOnFailure: true };

describe('any drafted migration', () => {
  const holds = (check: (evolution: Record<'before' | 'after', SchemaModel>, draw: Draw) => void) =>
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        // No server is asked: options that only an older one takes are written, too.
        const version = { major: chance(draw, 50) ? 4 : 5, minor: 0 };
        const evolution: Evolution = anyEvolution(draw, { version, tables: 5 });
        const [before, after] = [evolution.before, evolution.after].map((parts) => ({ keyspace: 'ks', ...parts }));
        check({ before: before ?? nothing, after: after ?? nothing }, draw);
      }),
      RUNS,
    );

  it('leads to the entities, and then there is nothing to draft', () => {
    holds(({ before, after }) => {
      const first = draftMigration(nothing, before);
      expect(first.impossible).toEqual([]);
      expect(diffSchema(first.after, before)).toEqual([]);
      const second = draftMigration(first.after, after);
      expect(second.impossible).toEqual([]);
      expect(diffSchema(second.after, after)).toEqual([]);
      expect(draftMigration(second.after, after).upgrade).toEqual([]);
    });
  });

  it('leads back to the schema before it, or says why it cannot', () => {
    let ways = 0;
    holds(({ before, after }) => {
      const first = draftMigration(nothing, before);
      const second = draftMigration(first.after, after);
      for (const [draft, origin] of [
        [first, nothing],
        [second, first.after],
      ] as const) {
        expect(leftOnTheWayBack(draft, origin)).toEqual([]);
        ways += draft.oneWay.length === 0 ? 1 : 0;
      }
    });
    expect(ways).toBeGreaterThan(RUNS.numRuns);
  });

  it('shrinks a schema, and leads back, or says why it cannot', () => {
    holds(({ before, after }) => {
      const start = draftMigration(nothing, after).after;
      const draft = draftMigration(start, before);
      expect(inOrder(diffSchema(draft.after, before))).toEqual(inOrder(draft.impossible));
      expect(leftOnTheWayBack(draft, start)).toEqual([]);
    });
  });

  it('has statements with guards that lead to the same schema, there and back, and do nothing a second time', () => {
    holds(({ before, after }) => {
      const start = draftMigration(nothing, before).after;
      const draft = draftMigration(start, after, { guard: true });
      expect(draft.after).toEqual(draftMigration(start, after).after);
      expect(replayed(draft.after, draft.upgrade)).toEqual(draft.after);
      const back = replayed(draft.after, draft.downgrade);
      expect(replayed(back, draft.downgrade)).toEqual(back);
    });
  });

  it('has the same statements, in whatever order the entities come', () => {
    holds(({ before, after }, draw) => {
      const start = draftMigration(nothing, before).after;
      const again = draftMigration(inAnyOrder(draw, start), inAnyOrder(draw, after));
      const { upgrade, downgrade } = draftMigration(start, after);
      expect({ upgrade: again.upgrade, downgrade: again.downgrade }).toEqual({ upgrade, downgrade });
    });
  });
});

const inOrder = (changes: readonly Change[]) =>
  changes
    .flatMap(describeChange)
    .map((difference) => JSON.stringify(difference))
    .toSorted();

/** Differences that the way down leaves; where there is none, its statements: there must be none of them, either. */
function leftOnTheWayBack({ after, downgrade, oneWay }: Draft, before: SchemaModel): readonly unknown[] {
  if (oneWay.length > 0) return downgrade;
  const back = replayed(after, downgrade);
  return [...diffSchema(back, before), ...diffSchema(before, back)].flatMap(describeChange);
}

function replayed(start: SchemaModel, statements: readonly string[]): SchemaModel {
  return statements.reduce((schema, cql) => {
    const next = applyStatement(schema, readReplayStatement(cql));
    if (isContradiction(next)) throw new Error(`${cql} contradicts the schema`);
    return next;
  }, start);
}

function inAnyOrder(draw: Draw, { types, tables, views, ...rest }: SchemaModel): SchemaModel {
  return { ...rest, types: shuffled(draw, types), tables: shuffled(draw, tables), views: shuffled(draw, views) };
}
