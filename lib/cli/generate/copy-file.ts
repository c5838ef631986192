import { readCopy, type Copy } from '../../core/draft/copy.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { emptySchema } from '../../core/model/schema-kinds.js';
import { visible } from '../../core/text/visible.js';
import { UsageError } from '../settings/errors.js';
import type { TaskSettings } from '../settings/settings.js';
import { renderCopies, type WrittenCopy } from './copy-text.js';
import { descriptionOf, findingsIn, placeOf, titleOf, type DraftFile, type Wish } from './draft-file.js';
import { formatSource } from './format-source.js';
import type { Project } from './project.js';
import { stateOf } from './state-of.js';

/**
 * The copies that were asked for, read against the schema that the migrations leave, or that of the database.
 * @throws UsageError | IncompleteHistoryError | ContradictionError
 */
export function readCopies(project: Project, { copy }: TaskSettings): readonly WrittenCopy[] {
  const schema = project.live ?? historyOf(project);
  const copies = copy.map((text) => readCopy(text, schema));
  const problems = copies.flatMap((one) => (one.kind === 'refused' ? [`--copy: ${visible(one.problem)}`] : []));
  if (problems.length > 0) throw new UsageError(problems, { hint: 'Both sides must exist before rows are copied.' });
  return copies.filter(isWritten);
}

const isWritten = (copy: Copy): copy is WrittenCopy => copy.kind !== 'refused';

function historyOf({ desired, migrations }: Project): SchemaModel {
  const own = desired[0]?.keyspace ?? '';
  return stateOf(migrations, own).get(own) ?? emptySchema(own);
}

/** The file of a migration that copies. */
export async function copyFile(
  copies: readonly WrittenCopy[],
  project: Project,
  { words, date }: Wish,
): Promise<DraftFile> {
  const title = titleOf(words, describeCopies(copies));
  const { name, path } = placeOf(project, { title, date, extension: 'ts' });
  const text = await formatSource(path, renderCopies({ title, description: descriptionOf(words, title), copies }));
  const origin = `${name}.ts`;
  const ways = { upgrade: [], downgrade: [], hasDowngrade: false, isOneWay: true, allowDestructive: false };
  const input = { form: 'code', name, origin, text, stopped: [], notAwaited: [], ...ways } as const;
  return { name, path, text, isReversible: false, findings: findingsIn(input, project) };
}

function describeCopies([first, ...more]: readonly WrittenCopy[]): string {
  const copied = first?.kind === 'table' ? first.from.name : `${first?.table.name} ${first?.from.name}`;
  return `copy ${copied}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}

/** Both sides of a copy: `products.price → exact_price`. */
export function labelOf(copy: WrittenCopy): string {
  return copy.kind === 'table'
    ? `${copy.from.name} → ${copy.to.name}`
    : `${copy.table.name}.${copy.from.name} → ${copy.to.name}`;
}
