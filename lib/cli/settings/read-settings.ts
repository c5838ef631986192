import { accepting, bundleStandsAlone, decidedBy, respecting, type ApplicationKind } from './checks.js';
import { readConfigFile } from './config-file.js';
import type { OptionName } from './option-definitions.js';
import { parseSettings, type Check } from './parse-settings.js';
import { fromEnvironment, fromFlags } from './raw-settings.js';
import type { Settings } from './settings.js';

/** Options that a command accepts, and the values given. */
export interface Reading {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly options: readonly OptionName[];
  readonly kind: ApplicationKind;
  readonly checks: readonly Check[];
}

/** Sources of settings besides the command line. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
}

/**
 * Flags win over the environment, the environment over the configuration file. Neither of these is asked about what the
 * command does not use, or the application decides.
 * @throws UsageError with everything that is wrong
 */
export async function readSettings(
  { flags, options, kind, checks }: Reading,
  { environment, directory }: Surroundings,
): Promise<Settings> {
  const around = { ...(await readConfigFile(directory)), ...fromEnvironment(environment) };
  const used = options.filter((name) => !decidedBy(kind).includes(name));
  const background = Object.fromEntries(used.flatMap((name) => (around[name] ? [[name, around[name]]] : [])));
  const raw = { ...background, ...fromFlags(flags) };
  const secrets = { password: environment['COODIE_PASSWORD'] };
  return parseSettings(raw, secrets, [accepting(options), respecting(kind), bundleStandsAlone, ...checks]);
}
