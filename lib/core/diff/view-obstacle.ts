import type { ViewModel } from '../model/schema-model.js';
import { serverName, type ServerProfile } from '../model/server-profile.js';
import type { Circumstances, Obstacle } from './obstacle.js';

/** Why this server cannot make a view. */
export function viewObstacle(view: ViewModel, { server, ...where }: Circumstances): Obstacle | undefined {
  return switchObstacle(server) ?? baseObstacle(view, where);
}

function switchObstacle(server: ServerProfile): Obstacle | undefined {
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

function baseObstacle(
  { baseTable }: ViewModel,
  { actual, changes }: Omit<Circumstances, 'server'>,
): Obstacle | undefined {
  const base = actual.tables.find(({ name }) => name === baseTable);
  const altered = changes.some(
    (change) => change.kind === 'alter-options' && change.table === baseTable && change.to.gcGraceSeconds !== undefined,
  );
  if (base?.options.gcGraceSeconds !== 0 || altered) return undefined;
  const advice = `Declare options.gcGraceSeconds of ${baseTable}, above 0.`;
  return { reason: `${baseTable} has a gc_grace_seconds of 0, with which it can have no view`, advice };
}
