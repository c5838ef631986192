import { isBeyondEntities } from '../../core/diff/drift.js';
import { withoutIgnored, withoutOwnTables } from '../../core/diff/ignored.js';
import { type Draft, draftMigration } from '../../core/draft/draft-migration.js';
import { isPossible, likelyRenames, parseRename, type Rename } from '../../core/draft/rename.js';
import { withoutDrift } from '../../core/draft/without-drift.js';
import { emptySchema } from '../../core/model/schema-kinds.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { visible } from '../../core/text/visible.js';
import { UsageError } from '../settings/errors.js';
import type { TaskSettings } from '../settings/settings.js';
import { UnansweredRenameError } from './errors.js';
import type { Project } from './project.js';
import { madeBy, stateOf } from './state-of.js';

/**
 * A draft for each keyspace that the entities name.
 * @throws UsageError | IncompleteHistoryError | ContradictionError | UnansweredRenameError
 */
export function draftProject(project: Project, task: TaskSettings): readonly Draft[] {
  const own = project.desired[0]?.keyspace ?? '';
  const states = project.live ? madeBy(project.migrations, own) : stateOf(project.migrations, own);
  const renames = task.rename.map(readRename);
  return project.desired.map((desired) => {
    const made = states.get(desired.keyspace);
    const isOwn = desired.keyspace === own;
    const before = isOwn && project.live ? withoutDrift(project.live, desired, made) : made;
    const all = withoutOwnTables(before ?? emptySchema(desired.keyspace));
    const known = withoutIgnored(all, project.ignore, new Set(desired.types.map(({ name }) => name)));
    const used = isOwn ? renames : [];
    assertRenames(used, known, { desired, check: task.check });
    return draftMigration(known, desired, {
      renames: used,
      qualify: !isOwn,
      guard: task.ifNotExists,
      isWanted: (change) => !isBeyondEntities(change),
    });
  });
}

function readRename(text: string): Rename {
  const rename = parseRename(text);
  if (rename) return rename;
  throw new UsageError([`--rename: "${visible(text)}" is no rename`], {
    hint: 'For example: --rename products.at=created_at',
  });
}

interface Wanted {
  readonly desired: SchemaModel;
  readonly check: boolean;
}

function assertRenames(renames: readonly Rename[], before: SchemaModel, { desired, check }: Wanted): void {
  const wrong = renames.filter((rename) => !isPossible(rename, before));
  if (wrong.length > 0) {
    throw new UsageError(
      wrong.map(
        ({ of, from }) => `--rename: ${visible(`${of}.${from}`)} is no column of a key and no field of a user type`,
      ),
      { hint: 'Nothing else can be renamed: add the new one, copy, and drop the old one.' },
    );
  }
  const answered = new Set(renames.map(({ of, from }) => `${of}.${from}`));
  const open = likelyRenames(before, desired).filter(({ of, from }) => !answered.has(`${of}.${from}`));
  if (open.length > 0 && !check) throw new UnansweredRenameError(open);
}
