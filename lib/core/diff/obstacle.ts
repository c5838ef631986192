import type { SchemaModel } from '../model/schema-model.js';
import type { ServerProfile } from '../model/server-profile.js';
import type { Change } from './change.js';

/** Every kind of reason why a server, as it is, cannot be sent a change. */
export const OBSTACLE_KINDS = [
  'counters-mix',
  'dropped-column',
  'placed-type',
  'type-name',
  'no-vectors',
  'no-views',
  'no-indexes',
  'no-sasi',
  'unknown-index-class',
  'index-name-length',
  'index-name-taken',
  'equal-index',
  'under-view',
  'under-index',
  'type-not-frozen',
  'unknown-option',
  'no-cdc',
  'index-intervals',
  'forgotten-option',
  'grace-under-view',
  'view-filter',
] as const;

export type ObstacleKind = (typeof OBSTACLE_KINDS)[number];

/** What stands in the way of a change, and what to do instead. */
export interface Obstacle {
  readonly obstacle: ObstacleKind;
  readonly reason: string;
  readonly advice: string;
}

/** Where a change is to be made: the schema as it is, and what is known of the server. */
export interface Circumstances {
  readonly actual: SchemaModel;
  readonly changes: readonly Change[];
  readonly server: ServerProfile;
}
