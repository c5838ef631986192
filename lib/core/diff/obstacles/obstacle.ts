import type { SchemaModel } from '../../model/schema-model.js';
import type { ServerProfile } from '../../options/server-profile.js';
import type { Change } from '../change.js';
import type { ObstacleKind } from '../obstacle-kind.js';

/** Reason why a change is refused, and what to do instead. */
export interface Obstacle {
  readonly obstacle: ObstacleKind;
  readonly reason: string;
  readonly advice: string;
}

/** Context of a change: the actual schema, and the profile of the server. */
export interface ObstacleContext {
  readonly actual: SchemaModel;
  readonly changes: readonly Change[];
  readonly server: ServerProfile;
}
