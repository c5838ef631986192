import { unsupportedOptions } from '../model/options/unsupported-options.js';
import type { CanonicalOptions } from '../model/options/canonical-options.js';
import type { SchemaModel } from '../model/schema-model.js';
import { serverName, type ServerProfile } from '../model/server-profile.js';
import type { ApplicableChange, Change } from './change.js';
import { dropObstacle } from './drop-obstacle.js';
import { indexObstacle } from './index-obstacle.js';
import type { Circumstances, Obstacle } from './obstacle.js';
import { columnObstacle, fieldObstacle, nameObstacle, vectorObstacle } from './type-obstacle.js';

/** Marks the changes that this server would refuse, lose without a word, or be harmed by, before anything is sent. */
export function findObstacles(
  actual: SchemaModel,
  changes: readonly Change[],
  server: ServerProfile,
): readonly Change[] {
  return changes.map((change) => {
    const obstacle = isBlockable(change) ? obstacleTo(change, { actual, changes, server }) : undefined;
    return obstacle && isBlockable(change) ? { kind: 'blocked', change, ...obstacle } : change;
  });
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

function obstacleTo(change: Blockable, where: Circumstances): Obstacle | undefined {
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
      return optionObstacle(change.to, where.server) ?? graceObstacle(change.table, change.to, where.actual);
    case 'alter-view-options':
      return optionObstacle(change.to, where.server);
    case 'create-view':
      return viewObstacle(where.server) ?? optionObstacle(change.view.options, where.server);
    case 'create-index':
      return indexObstacle(change.table, change.index, where);
    case 'replace-index':
      return indexObstacle(change.table, change.to, where);
    case 'drop-columns':
    case 'drop-table':
      return dropObstacle(change, where);
  }
}

function optionObstacle(options: CanonicalOptions, server: ServerProfile): Obstacle | undefined {
  const [problem] = unsupportedOptions(options, server.version);
  if (problem) return { reason: problem, advice: 'Leave the option out for this server.' };
  if (options.cdc !== true || server.cdc !== false) return undefined;
  const advice = 'Set cdc_enabled in cassandra.yaml on every node, or leave options.cdc out.';
  return { reason: 'the node has cdc switched off and would forget the option without a word', advice };
}

function graceObstacle(
  table: string,
  { gcGraceSeconds }: CanonicalOptions,
  { views }: SchemaModel,
): Obstacle | undefined {
  const view = views.find(({ baseTable }) => baseTable === table);
  if (gcGraceSeconds !== 0 || !view) return undefined;
  return { reason: `the view ${view.name} needs a gc_grace_seconds above 0`, advice: 'Keep gcGraceSeconds above 0.' };
}

function viewObstacle(server: ServerProfile): Obstacle | undefined {
  if (server.kind === 'keyspaces') {
    return {
      reason: `${serverName(server)} has no materialized views`,
      advice: 'Use a table of your own and write both.',
    };
  }
  if (server.materializedViews !== false) return undefined;
  const advice = 'Set materialized_views_enabled in cassandra.yaml (4.0: enable_materialized_views) on every node.';
  return { reason: 'the server has materialized views switched off', advice };
}
