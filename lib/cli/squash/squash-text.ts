import type { MigrationEntry } from '../../core/history/history.js';
import { renderReplaces, type Replaced } from '../../core/history/replaces.js';
import { renderScript } from '../generate/migration-text.js';
import type { SquashDraft } from './draft-squash.js';

/** The `.cql` file of a squash: the migrations that it replaces, the schema, and below it the writes. */
export function squashText(last: string, replaces: readonly Replaced[], { statements, writes }: SquashDraft): string {
  const script = renderScript({
    title: 'squashed',
    description: `Everything up to ${last}`,
    notes: [],
    allowDestructive: false,
    upgrade: [...statements, ...writes],
    downgrade: [],
    obstacles: ['a squash is not rolled back'],
    remarks: [],
  });
  return `${replaces.map(renderReplaces).join('\n')}\n${script}`;
}

/** The migrations that a squash of these replaces: those that an earlier squash among them replaces as well. */
export function replacedBy(entries: readonly MigrationEntry[]): readonly Replaced[] {
  return entries.flatMap(({ name, checksum, replaces = [] }) => [
    ...replaces.map((replaced) => ({ ...replaced, within: replaced.within ?? name })),
    { name, checksum },
  ]);
}
