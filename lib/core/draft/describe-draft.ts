import type { ApplicableChange } from '../diff/change.js';

/** A description made of at most two changes: `add rating to products`, `products and 2 more`. */
export function describeDraft(all: readonly ApplicableChange[]): string {
  const changes = all.filter((change) => !isPartOfAnother(change, all));
  const [first, second] = changes;
  if (!first) return 'changes';
  if (!second) return wordsOf(first);
  const names = [...new Set(changes.map(ownerOf))];
  if (changes.length === 2 && names.length === 2) return `${wordsOf(first)} and ${wordsOf(second)}`;
  if (names.length === 1) return `alter ${names[0]}`;
  return `${names[0]} and ${names.length - 1} more`;
}

/** Whether a change is an index on a table or column that comes with it. */
function isPartOfAnother(change: ApplicableChange, all: readonly ApplicableChange[]): boolean {
  if (change.kind !== 'create-index') return false;
  const { table, index } = change;
  return all.some(
    (other) =>
      (other.kind === 'create-table' && other.table.name === table) ||
      (other.kind === 'add-columns' &&
        other.table === table &&
        other.columns.some(({ name }) => name === index.column)),
  );
}

function wordsOf(change: ApplicableChange): string {
  switch (change.kind) {
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
    default:
      return `${change.kind.split('-')[0]} ${ownerOf(change)}`;
  }
}

/** The table, view or type that a change belongs to. */
function ownerOf(change: ApplicableChange): string {
  if ('table' in change) return typeof change.table === 'string' ? change.table : change.table.name;
  if ('view' in change) return typeof change.view === 'string' ? change.view : change.view.name;
  return typeof change.type === 'string' ? change.type : change.type.name;
}
