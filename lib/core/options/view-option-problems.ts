import type { CanonicalOptions } from './canonical-options.js';
import { OPTION_DEFINITIONS, OPTION_NAMES } from './option-definitions.js';

/** A sentence for each option that a materialized view would refuse, though a table takes it. */
export function viewOptionProblems(options: CanonicalOptions): readonly string[] {
  return OPTION_NAMES.flatMap((name) => {
    const value = options[name];
    const problem = value === undefined ? undefined : OPTION_DEFINITIONS[name].viewProblem?.(value);
    return problem === undefined ? [] : [`options.${name} ${problem}`];
  });
}
