import { parseServer } from '../../../lib/core/catalog/parse-server.js';
import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import { Entity } from '../../../lib/core/entity/class.decorators.js';
import { parseEntities } from '../../../lib/core/entity/parse-entities.js';
import { Column, Indexed, PartitionKey } from '../../../lib/core/entity/property.decorators.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';

const LONG = `things_${'of_many_words_'.repeat(4)}idx`;

@Entity({ name: 'things' })
class Thing {
  @PartitionKey('int') id!: number;
  @Column('text') @Indexed({ name: LONG }) words!: string;
}

const EMPTY: SchemaModel = { keyspace: 'shop', types: [], tables: [], views: [] };
const [declared = EMPTY] = parseEntities([Thing], { keyspace: 'shop' });
const server = parseServer({ release_version: '5.0.8' }, []);
const plan = (actual: SchemaModel) => planSchema(actual, declared, { policy: DEFAULT_POLICY, server });

describe('an index name of more than 48 characters', () => {
  it('is left alone where the database has it', () => {
    expect(plan(declared)).toMatchObject({ changes: [], drift: [] });
  });

  it('is not made', () => {
    expect(plan(EMPTY).changes).toMatchObject([{ risk: 'safe' }, { risk: 'impossible', statements: [] }]);
  });
});
