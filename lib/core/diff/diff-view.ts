import { changedOptions } from '../options/changed-options.js';
import type { ViewModel } from '../model/schema-model.js';
import type { Change } from './change.js';

/** Only the options of a view can be altered; any other difference means to drop it and to build it again. */
export function diffView(from: ViewModel, to: ViewModel): readonly Change[] {
  const options = changedOptions(from.options, to.options);
  return [
    ...(definitionOf(from) === definitionOf(to) ? [] : [{ kind: 'change-view', view: to, from } as const]),
    ...(Object.keys(options).length === 0
      ? []
      : [{ kind: 'alter-view-options', view: to.name, from: from.options, to: options } as const]),
  ];
}

function definitionOf({ baseTable, columns, partitionKey, clusteringKey, where }: ViewModel): string {
  const selected = columns === 'all' ? columns : columns.toSorted();
  const key = clusteringKey.map(({ column, order }) => [column, order]);
  return JSON.stringify([baseTable, selected, partitionKey, key, where.toSorted()]);
}
