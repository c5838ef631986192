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
