import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Simulated {
  /** Seeds that were run. */
  readonly seeds: number;
  readonly seconds: number;
  /** Seeds that violate an invariant of which that is known: see KNOWN_OPEN. */
  readonly knownOpen: number;
  readonly failed?: { readonly seed: number; readonly invariant: string };
  /** The end of the failed seed, and how to run it again. */
  readonly explained: readonly string[];
}

const SCRIPT = join(__dirname, '../../scripts/simulate.mjs');

/** Runs the simulator in a process of its own: Jest's sandbox makes it three times slower. */
export function simulate(...options: readonly string[]): Promise<Simulated> {
  const how = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [SCRIPT, '--json', ...options], how, (error, stdout, stderr) => {
      // The exit code says whether a seed failed, and so does the answer.
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Simulated);
      else reject(error ?? new Error(stderr));
    });
  });
}

/** One line about some seeds. */
export const inShort = ({ seeds, seconds, knownOpen }: Simulated): string =>
  `simulation: ${seeds} seeds in ${seconds.toFixed(1)} s, ${Math.round(seeds / seconds)} a second; ${knownOpen} show a fault that is known to be open\n`;
