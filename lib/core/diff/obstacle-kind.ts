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
  'type-in-use',
  'unknown-option',
  'no-cdc',
  'index-intervals',
  'forgotten-option',
  'grace-under-view',
  'view-filter',
] as const;

export type ObstacleKind = (typeof OBSTACLE_KINDS)[number];
