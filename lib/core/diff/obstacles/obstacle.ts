import type { SchemaModel } from '../../model/schema-model.js';
import type { ServerProfile } from '../../model/server-profile.js';
import type { Change } from '../change.js';
import type { ObstacleKind } from './obstacle-kind.js';

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
