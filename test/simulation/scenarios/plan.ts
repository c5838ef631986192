import { drawWeather, FAIR, type Weather } from '../client/weather.js';
import type { Random } from '../engine/random.js';
import { drawChapters, type Chapter } from './chapters.js';

/** What a process of a scenario does. */
export interface RunnerPlan {
  readonly startsAt: number;
  /** Milliseconds by which its clock is ahead. */
  readonly skew: number;
  readonly acts: 'apply' | 'apply-twice-at-once' | 'apply-and-roll-back' | 'sync' | 'sync-beside-apply';
  readonly rollsBackFailures: boolean;
}

/** Something bad that happens to a process as it sends for the n-th time. */
export interface Strike {
  /** Index of the runner. */
  readonly runner: number;
  readonly sending: number;
  readonly kind: 'kill' | 'kill-before-sending' | 'stop' | 'pause-coordinator';
  /** Milliseconds. */
  readonly lasts: number;
  /** Only sendings of such texts count. */
  readonly of: RegExp;
}

export interface Plan {
  readonly seed: number;
  readonly nodes: number;
  /** Seconds. */
  readonly ttl: number;
  /** Seconds. */
  readonly wait: number;
  /** Milliseconds. */
  readonly ddlTimeout: number;
  readonly schemaDelay: number;
  readonly detection: number;
  readonly weather: Weather;
  readonly chapters: readonly Chapter[];
  readonly runners: readonly RunnerPlan[];
  readonly strikes: readonly Strike[];
  /** Migrations whose table somebody else has made before, with another shape. */
  readonly collisions: readonly number[];
  /** A plain DELETE of the lock row, by a client whose clock is so many milliseconds ahead. */
  readonly plainUnlock: number | undefined;
  /** Tables that the entities declare. */
  readonly entities: number;
}

/** Everything that a seed decides before the simulation begins. */
export function planOf(seed: number, random: Random): Plan {
  const chapters = drawChapters(random);
  const base: Plan = {
    seed,
    nodes: random.pick([1, 3, 3]),
    ttl: random.pick([3, 5, 10, 30]),
    wait: random.pick([0, 10, 120]),
    ddlTimeout: random.pick([4_000, 12_000, 60_000]),
    schemaDelay: random.pick([20, 200, 3_000]),
    detection: random.pick([500, 5_000]),
    weather: random.chance(0.5) ? drawWeather(random) : FAIR,
    chapters,
    runners: drawRunners(random),
    strikes: [],
    collisions: chapters.flatMap((_, index) => (random.chance(0.15) ? [index] : [])),
    plainUnlock: random.chance(0.1) ? random.integer(0, 400_000) : undefined,
    entities: random.integer(1, 2),
  };
  const theme = random.pick(THEMES);
  return theme({ ...base, strikes: drawStrikes(random, base) }, random);
}

type Acts = RunnerPlan['acts'];

function drawRunners(random: Random): readonly RunnerPlan[] {
  const together = random.chance(0.6);
  const acts = random.pick<readonly [Acts, ...Acts[]]>([
    ['apply'],
    ['apply', 'apply-and-roll-back'],
    ['apply', 'apply-twice-at-once', 'sync'],
    ['apply', 'sync-beside-apply', 'sync'],
  ]);
  return Array.from({ length: random.integer(1, 4) }, (): RunnerPlan => {
    return {
      startsAt: together ? random.between(0, 300) : random.between(0, 30_000),
      skew: random.chance(0.3) ? random.between(-120_000, 120_000) : 0,
      acts: random.pick(acts),
      rollsBackFailures: random.chance(0.4),
    };
  });
}

const TARGETS = [/./, /^(?:CREATE|ALTER)/, /^UPDATE (?:hits|lists)/, /_journal/, /_lock/, /^INSERT/] as const;

function drawStrikes(random: Random, plan: Plan): readonly Strike[] {
  return Array.from({ length: random.integer(0, 3) }, (): Strike => {
    const of = random.pick<RegExp>([...TARGETS]);
    const kind = random.pick<Strike['kind']>(['kill', 'kill-before-sending', 'stop', 'stop', 'pause-coordinator']);
    const longest = kind === 'pause-coordinator' && plan.nodes === 1 ? 8_000 : plan.ttl * 2_500;
    return {
      runner: random.integer(0, plan.runners.length - 1),
      sending: of.source === '.' ? random.integer(1, 40) : random.integer(1, 6),
      kind,
      lasts: random.between(100, longest),
      of,
    };
  });
}

type Theme = (plan: Plan, random: Random) => Plan;

/** What seeds are about; most of them about nothing in particular. */
const THEMES: readonly [Theme, ...Theme[]] = [
  (plan) => plan,
  (plan) => plan,
  (plan) => plan,
  lateCreation,
  stoppedWriter,
  crowd,
];

/** The coordinator of a CREATE TABLE of a sync is paused, and goes on after another pod has used the table. */
function lateCreation(plan: Plan, random: Random): Plan {
  const runner = (startsAt: number): RunnerPlan => ({ startsAt, skew: 0, acts: 'sync', rollsBackFailures: false });
  return {
    ...plan,
    nodes: 3,
    wait: 120,
    ddlTimeout: random.pick([4_000, 12_000]),
    weather: FAIR,
    runners: [runner(0), runner(random.between(0, 15_000)), runner(random.between(0, 60_000))],
    strikes: [
      {
        runner: 0,
        sending: random.integer(1, plan.entities),
        kind: 'pause-coordinator',
        lasts: random.between(10_000, 120_000),
        of: /^CREATE TABLE .*entity/,
      },
    ],
  };
}

/** A runner is stopped for longer than its lease just before it sends a write of a script. */
function stoppedWriter(plan: Plan, random: Random): Plan {
  const runner = (startsAt: number): RunnerPlan => ({ startsAt, skew: 0, acts: 'apply', rollsBackFailures: false });
  return {
    ...plan,
    wait: 120,
    weather: FAIR,
    runners: [runner(0), runner(random.between(0, 2_000)), runner(random.between(0, 20_000))],
    strikes: [
      {
        runner: random.integer(0, 1),
        sending: random.integer(1, 8),
        kind: 'stop',
        lasts: plan.ttl * 1_000 * random.between(0.5, 3),
        of: /_journal/,
      },
    ],
  };
}

/** Many runners at once, and lightweight transactions that time out under their contention. */
function crowd(plan: Plan, random: Random): Plan {
  const runner = (): RunnerPlan => {
    return { startsAt: random.between(0, 100), skew: 0, acts: 'apply', rollsBackFailures: false };
  };
  return {
    ...plan,
    wait: 120,
    weather: { ...FAIR, serverTimeout: random.pick([0.02, 0.05]), slowest: 50 },
    runners: Array.from({ length: random.integer(4, 8) }, runner),
    strikes: plan.strikes.slice(0, 1),
  };
}
