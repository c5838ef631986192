import { suggestion } from '../text/suggestion.js';
import { describeValue } from '../text/visible.js';
import { type Field, fieldsOf } from './fields-of.js';
import { isOptionName, OPTION_DEFINITIONS, OPTION_NAMES } from './option-definitions.js';
import { accept, type Parsed, refuse } from './rule.js';
import type { CanonicalOptions, OptionValue, TableOptions } from './table-options.js';

export interface DeclaredOptions {
  readonly options: CanonicalOptions;
  /** A sentence for each thing that is wrong; what is wrong is not among the options. */
  readonly problems: readonly string[];
}

/** Declared options to canonical ones. The declaration is not trusted: it may come from JavaScript. */
export function parseDeclaredOptions(declared: TableOptions): DeclaredOptions {
  const fields = fieldsOf(declared);
  if (fields === undefined) {
    return { options: {}, problems: [`options must be an object, not ${describeValue(declared)}`] };
  }
  const parts = fields.map(parseField);
  const options: CanonicalOptions = Object.fromEntries(
    parts.flatMap(({ value }) => (value === undefined ? [] : [value])),
  );
  return { options, problems: [...parts.flatMap(({ problems }) => problems), ...intervalProblems(options)] };
}

function parseField([name, value]: Field): Parsed<readonly [string, OptionValue]> {
  if (!isOptionName(name)) return refuse(`options.${name} is not a table option${suggestion(name, OPTION_NAMES)}`);
  const parsed = OPTION_DEFINITIONS[name].kind.parse(value, `options.${name}`);
  return parsed.value === undefined ? refuse(...parsed.problems) : accept([name, parsed.value]);
}

function intervalProblems({ minIndexInterval: min, maxIndexInterval: max }: CanonicalOptions): readonly string[] {
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return [];
  return [`options.minIndexInterval (${min}) must not be above options.maxIndexInterval (${max})`];
}
