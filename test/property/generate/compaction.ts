import * as fc from 'fast-check';
import { ofClass } from './compression.js';

const PACKAGE = 'org.apache.cassandra.db.compaction.';

const flag = fc.constantFrom(true, false, 'true', 'FALSE');
const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('0.50', '.2', '1.5e-1'));
const whole = (min: number, max: number) => {
  const numbers = fc.integer({ min, max });
  return fc.oneof(
    numbers,
    numbers.map(String),
    numbers.map((value) => `0${value}`),
  );
};

const common = {
  enabled: flag,
  tombstoneThreshold: share,
  tombstoneCompactionInterval: whole(0, 1_000_000),
  uncheckedTombstoneCompaction: flag,
  onlyPurgeRepairedTombstones: flag,
  logAll: flag,
  provideOverlappingTombstones: fc.constantFrom('NONE', 'ROW', 'CELL', 'none', 'row'),
};
const sized = {
  ...common,
  minThreshold: whole(2, 32),
  maxThreshold: whole(32, 64),
  minSstableSize: whole(0, 2 ** 40),
  bucketLow: fc.oneof(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.constant('0.50')),
  bucketHigh: fc.oneof(fc.double({ min: 1, max: 9, noNaN: true }), fc.constantFrom(2, '1.50', '1.5e0')),
};
const resolution = fc.constantFrom('MICROSECONDS', 'MILLISECONDS', 'SECONDS', 'NANOSECONDS');
const expiry = { expiredSstableCheckFrequencySeconds: whole(1, 100_000) };
const size = fc.constantFrom('1MiB', '512 MiB', '1GiB', '1.5GB', '2e2MB', '100GiB');

const always = [
  ofClass(PACKAGE, 'SizeTieredCompactionStrategy', sized),
  ofClass(PACKAGE, 'LeveledCompactionStrategy', {
    ...sized,
    sstableSizeInMb: whole(1, 300),
    fanoutSize: whole(1, 15),
    singleSstableUplevel: flag,
  }),
  ofClass(PACKAGE, 'TimeWindowCompactionStrategy', {
    ...sized,
    ...expiry,
    compactionWindowUnit: fc.constantFrom('MINUTES', 'HOURS', 'DAYS'),
    compactionWindowSize: whole(1, 100),
    timestampResolution: resolution,
    unsafeAggressiveSstableExpiration: fc.constantFrom(false, 'FALSE'),
  }),
];
const unified = ofClass(PACKAGE, 'UnifiedCompactionStrategy', {
  ...common,
  ...expiry,
  scalingParameters: fc.constantFrom('T4', 'L10', 'N', 'T4, L10, N', '2', '-8', '0', '+3', 'T2,T3', 4),
  targetSstableSize: size,
  minSstableSize: fc.constantFrom('0B', '500KiB', '0.5 MB'),
  baseShardCount: whole(1, 64),
  sstableGrowth: fc.oneof(share, fc.constantFrom('33%', '33.3%', '0%', '100%', 0.333)),
  flushSizeOverride: size,
  maxSstablesToCompact: whole(2, 64),
  unsafeAggressiveSstableExpiration: fc.constantFrom(false, 'FALSE'),
  overlapInclusionMethod: fc.constantFrom('NONE', 'SINGLE', 'TRANSITIVE', 'single'),
});
const dateTiered = ofClass(PACKAGE, 'DateTieredCompactionStrategy', {
  ...sized,
  ...expiry,
  maxSstableAgeDays: fc.constantFrom(1, 0.5, '365', '1.50'),
  baseTimeSeconds: whole(1, 100_000),
  maxWindowSizeSeconds: whole(0, 100_000),
  timestampResolution: resolution,
});

/** A strategy that this major version has. */
export function anyCompaction(major: number): fc.Arbitrary<object> {
  return fc.oneof(...always, major >= 5 ? unified : dateTiered);
}
