import * as fc from 'fast-check';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { draftMigration } from '../../../lib/core/draft/draft-migration.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { anyEvolution } from '../../property/generate/evolution.js';

const nothing: SchemaModel = { keyspace: 'ks', types: [], tables: [], views: [] };

describe('any drafted migration', () => {
  it('leads to the entities, and back where it says so', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { before, after } = anyEvolution(draw, { version: { major: 5, minor: 0 }, tables: 5 });
        const first = draftMigration(nothing, { keyspace: 'ks', ...before });
        expect(first.impossible).toEqual([]);
        expect(diffSchema(first.after, { keyspace: 'ks', ...before })).toEqual([]);
        const second = draftMigration(first.after, { keyspace: 'ks', ...after });
        expect(second.impossible).toEqual([]);
        expect(diffSchema(second.after, { keyspace: 'ks', ...after })).toEqual([]);
        expect(draftMigration(second.after, { keyspace: 'ks', ...after }).upgrade).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
