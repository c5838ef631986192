import type { ApplicableChange } from '../diff/change.js';

/** A description made of at most two changes: `add rating to products`, `products and 2 more`. */
export function describeDraft(changes: readonly ApplicableChange[]): string {
  const [first, second] = changes;
  if (!first) return 'changes';
  if (!second) return wordsOf(first);
  const names = [...new Set(changes.map(ownerOf))];
  if (changes.length === 2 && names.length === 2) return `${wordsOf(first)} and ${wordsOf(second)}`;
  if (names.length === 1) return `alter ${names[0]}`;
  return `${names[0]} and ${names.length - 1} more`;
}

function wordsOf(change: ApplicableChange): string {
  switch (change.kind) {
    case 'create-table':
    case 'create-view':
    case 'create-type':
      return `create ${ownerOf(change)}`;
    case 'drop-table':
    case 'drop-view':
    case 'drop-type':
      return `drop ${ownerOf(change)}`;
    case 'add-columns':
      return `add ${change.columns.map(({ name }) => name).join(' ')} to ${change.table}`;
    case 'drop-columns':
      return `drop ${change.columns.map(({ name }) => name).join(' ')} from ${change.table}`;
    case 'add-field':
      return `add ${change.field.name} to ${change.type}`;
    case 'create-index':
      return `index ${change.table} by ${change.index.column}`;
    case 'replace-index':
      return `replace ${change.to.name}`;
    case 'drop-index':
      return `drop ${change.index.name}`;
    case 'alter-options':
    case 'alter-view-options':
      return `alter ${ownerOf(change)}`;
  }
}

/** The table, view or type that a change belongs to. */
function ownerOf(change: ApplicableChange): string {
  if ('table' in change) return typeof change.table === 'string' ? change.table : change.table.name;
  if ('view' in change) return typeof change.view === 'string' ? change.view : change.view.name;
  return typeof change.type === 'string' ? change.type : change.type.name;
}
