import type { SchemaModel } from '../../model/schema-model.js';
import type { ServerProfile } from '../../options/server-profile.js';
import type { ApplicableChange, Change } from '../change.js';
import { dropObstacle } from './drop-obstacle.js';
import { indexObstacle } from './index-obstacle.js';
import { keepUsedTypes } from './keep-used-types.js';
import type { ObstacleContext, Obstacle } from './obstacle.js';
import { alterObstacle, graceObstacle, optionObstacle } from './option-obstacle.js';
import { columnObstacle, fieldObstacle, nameObstacle, vectorObstacle } from './type-obstacle.js';
import { viewObstacle } from './view-obstacle.js';

/** Marks the changes that this server would refuse, lose without a word, or be harmed by, before anything is sent. */
export function findObstacles(
  actual: SchemaModel,
  changes: readonly Change[],
  server: ServerProfile,
): readonly Change[] {
  const judged = changes.map((change): Change => {
    const obstacle = isBlockable(change) ? obstacleTo(change, { actual, changes, server }) : undefined;
    return obstacle && isBlockable(change) ? { kind: 'blocked', change, ...obstacle } : change;
  });
  return keepUsedTypes(actual, judged);
}

type Blockable = Exclude<ApplicableChange, { readonly kind: 'drop-index' | 'drop-view' | 'drop-type' }>;

const BLOCKABLE: Readonly<Record<Blockable['kind'], true>> = {
  'create-type': true,
  'add-field': true,
  'create-table': true,
  'add-columns': true,
  'alter-options': true,
  'create-view': true,
  'alter-view-options': true,
  'create-index': true,
  'replace-index': true,
  'drop-columns': true,
  'drop-table': true,
};

function isBlockable(change: Change): change is Blockable {
  return Object.hasOwn(BLOCKABLE, change.kind);
}

function obstacleTo(change: Blockable, where: ObstacleContext): Obstacle | undefined {
  switch (change.kind) {
    case 'create-type':
      return nameObstacle(change.type.name) ?? vectorObstacle(change.type.fields, where.server);
    case 'add-field':
      return fieldObstacle(change, where.actual) ?? vectorObstacle([change.field], where.server);
    case 'create-table':
      return vectorObstacle(change.table.columns, where.server) ?? optionObstacle(change.table.options, where.server);
    case 'add-columns':
      return columnObstacle(change, where.actual) ?? vectorObstacle(change.columns, where.server);
    case 'alter-options':
      return alterObstacle(change, where.server) ?? graceObstacle(change.table, change.to, where.actual);
    case 'alter-view-options':
      return alterObstacle(change, where.server);
    case 'create-view':
      return viewObstacle(change.view, where) ?? optionObstacle(change.view.options, where.server);
    case 'create-index':
      return indexObstacle(change.table, change.index, where);
    case 'replace-index':
      return indexObstacle(change.table, change.to, where);
    case 'drop-columns':
    case 'drop-table':
      return dropObstacle(change, where);
  }
}
