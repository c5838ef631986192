import type { Change } from '../diff/change.js';
import type { SchemaModel, ViewModel } from '../model/schema-model.js';

/**
 * Changes of which every view that stands in the way is dropped first and made again at the end: a view whose definition
 * changes, and one on a table that loses columns.
 */
export function rebuildViews(changes: readonly Change[], from: SchemaModel, to: SchemaModel): readonly Change[] {
  const changed = changes.flatMap((change) => (change.kind === 'change-view' ? [change.view.name] : []));
  const shrinking = changes.flatMap((change) => (change.kind === 'drop-columns' ? [change.table] : []));
  const dropped = changes.flatMap((change) => (change.kind === 'drop-view' ? [change.view.name] : []));
  const rebuilt = from.views.filter(
    ({ name, baseTable }) => !dropped.includes(name) && (changed.includes(name) || shrinking.includes(baseTable)),
  );
  const isReplaced = (change: Change) =>
    change.kind === 'change-view' ||
    (change.kind === 'alter-view-options' && rebuilt.some(({ name }) => name === change.view));
  const removed = changes.filter(({ kind }) => kind === 'drop-view');
  const others = changes.filter((change) => change.kind !== 'drop-view' && !isReplaced(change));
  return [
    ...removed,
    ...rebuilt.map((view): Change => ({ kind: 'drop-view', view })),
    ...others.filter(({ kind }) => kind !== 'create-view'),
    ...rebuilt.map((view): Change => ({ kind: 'create-view', view: wanted(view, to) })),
    ...others.filter(({ kind }) => kind === 'create-view'),
  ];
}

/** The declared view; options that are not declared stay as they were. */
function wanted(view: ViewModel, { views }: SchemaModel): ViewModel {
  const declared = views.find(({ name }) => name === view.name);
  return declared ? { ...declared, options: { ...view.options, ...declared.options } } : view;
}
