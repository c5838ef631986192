import { describeChange } from '../../core/diff/describe-change.js';
import { diffSchema } from '../../core/diff/diff-schema.js';
import type { Difference } from '../../core/diff/difference.js';
import { type Ignore, withoutIgnored, withoutOwnTables } from '../../core/diff/ignored.js';
import { DEFAULT_POLICY } from '../../core/diff/risk.js';
import { upgradesOf } from '../../core/lint/input/lint-migration.js';
import { emptySchema } from '../../core/model/schema-kinds.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { planSchema } from '../../core/plan/plan-schema.js';
import { type LastTouched, lastTouchedIn } from '../../core/replay/last-touched.js';
import type { VerifySubject } from './subject.js';

/** A difference between the migrations and something else. */
export interface AttributedDifference extends Difference {
  readonly keyspace: string;
  /** The file of the last migration that touched the thing; absent where none did. */
  readonly by?: string | undefined;
}

/** Differences at the end of all migrations; absent where there is nothing to compare with. */
export interface EndComparison {
  readonly entities: readonly AttributedDifference[] | undefined;
  readonly live: readonly AttributedDifference[] | undefined;
}

/** Compares the schemas that the migrations leave with the entities and with the live keyspace. */
export function compareEnd(subject: VerifySubject, schemas: ReadonlyMap<string, SchemaModel>): EndComparison {
  const { project, keyspace, migrations } = subject;
  const touched = lastTouchedIn(upgradesOf(migrations), keyspace);
  const { desired, live, ignore } = project;
  const hasEntities = desired.some(({ tables, types, views }) => tables.length + types.length + views.length > 0);
  return {
    entities: hasEntities
      ? desired.flatMap((schema) => toEntities(madeIn(schemas, schema.keyspace), schema, { touched, ignore }))
      : undefined,
    live: live && toLive(live, madeIn(schemas, keyspace), { touched, ignore }),
  };
}

function madeIn(schemas: ReadonlyMap<string, SchemaModel>, keyspace: string): SchemaModel {
  // The replication of a scratch keyspace is not the project's.
  const { replication: _, ...schema } = schemas.get(keyspace) ?? emptySchema(keyspace);
  return schema;
}

interface Attribution {
  readonly touched: LastTouched;
  readonly ignore: Ignore;
}

function toEntities(made: SchemaModel, desired: SchemaModel, { touched, ignore }: Attribution) {
  const { keyspace } = desired;
  const { changes, drift } = planSchema(made, desired, { policy: DEFAULT_POLICY, ignore });
  return attributed([...changes.flatMap((change) => change.differences), ...drift], keyspace, touched);
}

function toLive(live: SchemaModel, made: SchemaModel, { touched, ignore }: Attribution) {
  const { keyspace } = made;
  const [from, to] = [withoutIgnored(withoutOwnTables(live), ignore), withoutIgnored(made, ignore)] as const;
  const changes = diffSchema(from, to).filter(({ kind }) => kind !== 'manage-table');
  return attributed(changes.flatMap(describeChange), keyspace, touched);
}

function attributed(
  differences: readonly Difference[],
  keyspace: string,
  touched: LastTouched,
): readonly AttributedDifference[] {
  return differences.map((difference) => ({ ...difference, keyspace, by: touched(keyspace, difference) }));
}
