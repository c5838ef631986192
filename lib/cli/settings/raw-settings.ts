import { CONFIGURABLE, environmentVariableOf, flagOf, OPTION_NAMES, type OptionName } from './option-definitions.js';

/** A value as it was given, and where: `--port`, `COODIE_PORT` or `coodie.config.json: port`. */
export interface RawValue {
  readonly value: unknown;
  readonly origin: string;
}

export type RawSettings = Readonly<Partial<Record<OptionName, RawValue>>>;

export function fromFlags(flags: Readonly<Record<string, unknown>>): RawSettings {
  return collect(OPTION_NAMES, (name) => {
    const value = flags[name];
    // `--no-color` is true where it was not said.
    return value === undefined || (name === 'color' && value === true) ? undefined : { value, origin: flagOf(name) };
  });
}

export function fromEnvironment(environment: NodeJS.ProcessEnv): RawSettings {
  return collect(CONFIGURABLE, (name) => {
    const variable = environmentVariableOf(name);
    const value = environment[variable];
    return value === undefined || value === '' ? undefined : { value, origin: variable };
  });
}

function collect(names: readonly OptionName[], read: (name: OptionName) => RawValue | undefined): RawSettings {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
