import {
  accepting,
  bundleStandsAlone,
  decidedBy,
  namesEntities,
  namesKeyspace,
  respecting,
  usesApplication,
  type ApplicationKind,
} from './checks.js';
import { readConfigFile } from './config-file.js';
import { findApplication } from './find-application.js';
import type { OptionName } from './option-definitions.js';
import { parseSettings, type Check } from './parse-settings.js';
import { fromEnvironment, fromFlags, type RawSettings } from './raw-settings.js';
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
  /** Receives what the user should know of how the settings came about. */
  readonly note?: ((text: string) => void) | undefined;
}

/**
 * Flags win over the environment, the environment over the configuration file. Neither of these is asked about what the
 * command does not use, or the application decides.
 * @throws UsageError with everything that is wrong
 */
export async function readSettings(
  { flags, options, kind, checks }: Reading,
  { environment, directory, note }: Surroundings,
): Promise<Settings> {
  const around = { ...(await readConfigFile(directory)), ...fromEnvironment(environment) };
  const used = options.filter((name) => !decidedBy(kind).includes(name));
  const background = Object.fromEntries(used.flatMap((name) => (around[name] ? [[name, around[name]]] : [])));
  const given = { ...background, ...fromFlags(flags) };
  // Only a command that needs a keyspace or entities looks for an application that has them.
  const needs = [namesKeyspace, namesEntities, usesApplication];
  const looks = kind === 'from-settings' && checks.some((check) => needs.includes(check));
  const app = looks ? await findApplication(given, directory) : undefined;
  const raw: RawSettings = app === undefined ? given : { ...given, app: { value: app, origin: app } };
  if (app !== undefined) note?.(`Application: ${app}`);
  const secrets = { password: environment['COODIE_PASSWORD'] };
  return parseSettings(raw, secrets, [accepting(options), respecting(kind), bundleStandsAlone, ...checks]);
}
