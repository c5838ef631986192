import { emptySchema } from '../model/schema-kinds.js';
import type { Change } from '../diff/change.js';
import { describeChange } from '../diff/describe-change.js';
import { diffSchema } from '../diff/diff-schema.js';
import type { Difference } from '../diff/difference.js';
import type { SchemaModel } from '../model/schema-model.js';
import { replayOn, type ReplayMigration } from './replay-migrations.js';

/** Returns the last migration that touched a thing of a keyspace; `undefined` where none did. */
export type LastTouched = (keyspace: string, difference: Difference) => string | undefined;

type Schemas = ReadonlyMap<string, SchemaModel>;

/** Reads a chain of migrations for the question which of them touched what. */
export function lastTouchedIn(migrations: readonly ReplayMigration[], keyspace: string): LastTouched {
  const touched = new Touched();
  let before: Schemas = new Map();
  for (const migration of migrations) {
    const { schemas: after } = replayOn(before, migration, keyspace);
    for (const [name, difference] of differencesBetween(before, after))
      touched.note(name, difference, migration.origin);
    before = after;
  }
  return (name, difference) => touched.by(name, difference);
}

/** Grows while one chain is read. */
class Touched {
  private readonly objects = new Map<string, Map<string, string>>();

  /** A migration that creates or drops the whole has touched every part of it. */
  note(keyspace: string, { object, part }: Difference, origin: string): void {
    const key = JSON.stringify([keyspace, object]);
    const parts = part ? (this.objects.get(key) ?? new Map<string, string>()) : new Map<string, string>();
    this.objects.set(key, parts.set(part ? partKey(part) : WHOLE, origin));
  }

  /** A column or field that no statement names was touched by none, whatever made the table. */
  by(keyspace: string, { object, part }: Difference): string | undefined {
    const parts = this.objects.get(JSON.stringify([keyspace, object]));
    const named = part && parts?.get(partKey(part));
    return part?.kind === 'column' || part?.kind === 'field' ? named : (named ?? parts?.get(WHOLE));
  }
}

const WHOLE = '';

const partKey = ({ kind, name }: NonNullable<Difference['part']>) => `${kind} ${name}`;

function differencesBetween(before: Schemas, after: Schemas): readonly (readonly [keyspace: string, Difference])[] {
  return [...after].flatMap(([keyspace, schema]) => {
    const known = before.get(keyspace);
    if (known === schema) return [];
    const changes = diffSchema(known ?? emptySchema(keyspace), schema);
    return changes.flatMap(touchedBy).map((difference) => [keyspace, difference] as const);
  });
}

function touchedBy(change: Change): readonly Difference[] {
  const described = describeChange(change);
  const [whole] = described;
  if (!whole) return [];
  const part = (kind: 'column' | 'field', { name }: { readonly name: string }): Difference => ({
    ...whole,
    part: { kind, name },
  });
  switch (change.kind) {
    case 'create-table':
      return [...described, ...change.table.columns.map((column) => part('column', column))];
    case 'create-type':
      return [...described, ...change.type.fields.map((field) => part('field', field))];
    default:
      return described;
  }
}
