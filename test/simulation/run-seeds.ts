import { Simulation, type Outcome } from './simulation.js';

/** Invariants that are known not to hold yet, each with its fault. A spec fails as soon as one of them does hold. */
export const KNOWN_OPEN: Readonly<Record<string, string>> = {};

export interface SeedRange {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly minutes?: number | undefined;
  readonly wholeTrace?: boolean;
}

export interface Summary {
  /** Seeds that were run. */
  readonly seeds: number;
  readonly seconds: number;
  /** The first seed that violates an invariant of which that is not known. */
  readonly failed: Outcome | undefined;
  /** Seeds that violate an invariant of which that is known. */
  readonly knownOpen: number;
  readonly last: Outcome | undefined;
}

/** Runs seeds one after the other, until one fails in a way that is not known. */
export async function runSeeds({ from, to, minutes = Infinity, wholeTrace = false }: SeedRange): Promise<Summary> {
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1_000;
  let last: Outcome | undefined;
  let knownOpen = 0;
  let seed = from;
  while (seed <= to && elapsed() <= minutes * 60) {
    last = await new Simulation(seed, { wholeTrace }).run();
    seed += 1;
    if (!last.violation) continue;
    if (!(last.violation.invariant in KNOWN_OPEN)) break;
    knownOpen += 1;
  }
  const failed = isNew(last) ? last : undefined;
  return { seeds: seed - from, seconds: elapsed(), failed, knownOpen, last };
}

const isNew = (outcome: Outcome | undefined) =>
  outcome?.violation !== undefined && !(outcome.violation.invariant in KNOWN_OPEN);

/** Runs all seeds, whatever fails; answers the failed seeds of each invariant. */
export async function survey({ from, to }: SeedRange): Promise<ReadonlyMap<string, readonly number[]>> {
  const failed = new Map<string, number[]>();
  for (let seed = from; seed <= to; seed += 1) {
    const { violation } = await new Simulation(seed).run();
    if (violation) failed.set(violation.invariant, [...(failed.get(violation.invariant) ?? []), seed]);
  }
  return failed;
}

/** Prints what came of it; answers the exit code. A single seed that is known to fail fails here. */
export function report(summary: Summary, { trace }: { readonly trace: boolean }): number {
  const failed = failureOf(summary);
  for (const line of failed ? explain(failed, trace) : traceOf(summary, trace)) console.log(line);
  console.log(inShort({ ...summary, failed }));
  return failed ? 1 : 0;
}

/** The same for a program. */
export function reportAsJson(summary: Summary): number {
  const { seeds, seconds, knownOpen } = summary;
  const failed = failureOf(summary);
  const failure = failed && { seed: failed.seed, invariant: failed.violation?.invariant };
  console.log(JSON.stringify({ seeds, seconds, knownOpen, failed: failure, explained: failed ? explain(failed) : [] }));
  return failed ? 1 : 0;
}

function failureOf({ seeds, failed, last }: Summary): Outcome | undefined {
  return failed ?? (seeds === 1 && last?.violation ? last : undefined);
}

const traceOf = ({ last }: Summary, isWanted: boolean) => (isWanted ? (last?.trace ?? []) : []);

/** One line about some seeds. */
function inShort({ seeds, seconds, failed, knownOpen }: Summary): string {
  const known =
    knownOpen > 0 ? `, ${knownOpen} with faults that are known (${Object.values(KNOWN_OPEN).join('; ')})` : '';
  const speed = `${Math.round(seeds / seconds)} a second`;
  return `${seeds} seeds in ${seconds.toFixed(1)} s, ${speed}: ${failed ? `seed ${failed.seed} failed` : 'all held'}${known}`;
}

const TAIL = 60;

/** The violated invariant, the end of the trace, and how to run it again. */
export function explain({ seed, violation, trace }: Outcome, whole = false): readonly string[] {
  return [
    ...(whole ? trace : trace.slice(-TAIL)),
    '',
    `Seed ${seed}: "${violation?.invariant}" does not hold.`,
    `  ${violation?.message}`,
    `Run it again: npm run simulate -- --seed ${seed} --trace`,
  ];
}
