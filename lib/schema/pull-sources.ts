import { declarableWithoutIgnored, type Ignore, withoutOwnTables } from '../core/diff/ignored.js';
import type { Naming } from '../core/entity/naming.js';
import { countObjects, type OfEachKind } from '../core/model/schema-kinds.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import { pullable } from '../core/source/pullable.js';
import type { SourceFile } from '../core/source/render-class.js';
import { renderSources } from '../core/source/render-sources.js';
import { introspectWithMasks } from '../session/introspect.js';
import type { Session } from '../session/session.js';

/** A live keyspace as entity classes. */
export interface PulledSources {
  readonly files: readonly SourceFile[];
  /** The part of the keyspace that the classes declare. */
  readonly schema: SchemaModel;
  /** Classes of each kind. */
  readonly objects: OfEachKind<number>;
  /** Notes on what the files do not contain. */
  readonly notes: readonly string[];
}

export interface Pulling {
  readonly naming: Naming;
  /** Part of the keyspace that gets no class and no note. */
  readonly ignore: Ignore;
}

/** Reads a keyspace and renders the classes that declare it. */
export async function pullSources(session: Session, { naming, ignore }: Pulling): Promise<PulledSources> {
  const actual = declarableWithoutIgnored(withoutOwnTables(await introspectWithMasks(session)), ignore);
  const { schema, notes } = pullable(actual);
  return {
    files: renderSources(actual, naming),
    schema,
    objects: countObjects(schema),
    notes,
  };
}
