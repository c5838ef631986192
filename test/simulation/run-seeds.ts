import type { Mutant } from './mutants/mutant.js';
import { Simulation, type Outcome } from './simulation.js';

export interface SeedRange {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly minutes?: number | undefined;
  readonly mutant?: Mutant | undefined;
  readonly wholeTrace?: boolean;
}

export interface Summary {
  /** Seeds that were run. */
  readonly seeds: number;
  readonly seconds: number;
  readonly failed: Outcome | undefined;
  readonly last: Outcome | undefined;
}

/** Runs seeds one after the other, until one fails. */
export async function runSeeds({ from, to, minutes, mutant, wholeTrace = false }: SeedRange): Promise<Summary> {
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1_000;
  let last: Outcome | undefined;
  for (let seed = from; seed <= to; seed += 1) {
    last = await new Simulation(seed, { mutant, wholeTrace }).run();
    const isOver = minutes !== undefined && elapsed() > minutes * 60;
    if (last.violation || isOver)
      return { seeds: seed - from + 1, seconds: elapsed(), failed: last.violation && last, last };
  }
  return { seeds: to - from + 1, seconds: elapsed(), failed: undefined, last };
}

/** Runs all seeds, whatever fails; answers the failed seeds of each invariant. */
export async function survey({ from, to, mutant }: SeedRange): Promise<ReadonlyMap<string, readonly number[]>> {
  const failed = new Map<string, number[]>();
  for (let seed = from; seed <= to; seed += 1) {
    const { violation } = await new Simulation(seed, { mutant }).run();
    if (violation) failed.set(violation.invariant, [...(failed.get(violation.invariant) ?? []), seed]);
  }
  return failed;
}

/** Prints what came of it; answers the exit code. */
export function report({ seeds, seconds, failed, last }: Summary, { trace }: { readonly trace: boolean }): number {
  const lines = failed ? explain(failed, trace) : trace ? (last?.trace ?? []) : [];
  for (const line of lines) console.log(line);
  console.log(
    `${seeds} seeds in ${seconds.toFixed(1)} s, ${Math.round(seeds / seconds)} a second: ${failed ? 'one failed' : 'all held'}`,
  );
  return failed ? 1 : 0;
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
