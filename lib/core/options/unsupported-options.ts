import { type CassandraVersion, formatVersion, isBefore } from './server-profile.js';
import { classDefinition } from './class-map.js';
import { COMPACTION_CLASSES } from './compaction-classes.js';
import { OPTION_DEFINITIONS, OPTION_NAMES } from './option-definitions.js';
import type { CanonicalOptions, OptionName } from './table-options.js';

interface Lifespan {
  readonly since?: CassandraVersion;
  readonly removedIn?: CassandraVersion;
}

/** A sentence for each option that a server of this version would reject. */
export function unsupportedOptions(options: CanonicalOptions, version: CassandraVersion): readonly string[] {
  const declared = OPTION_NAMES.filter((name) => options[name] !== undefined);
  return [...declared.flatMap((name) => optionProblem(name, version)), ...strategyProblem(options, version)];
}

function optionProblem(name: OptionName, version: CassandraVersion): readonly string[] {
  return outside(`options.${name}`, OPTION_DEFINITIONS[name], version);
}

function strategyProblem({ compaction }: CanonicalOptions, version: CassandraVersion): readonly string[] {
  if (typeof compaction !== 'object' || compaction.class === undefined) return [];
  return outside(
    `options.compaction.class ${compaction.class}`,
    classDefinition(compaction.class, COMPACTION_CLASSES),
    version,
  );
}

function outside(what: string, { since, removedIn }: Lifespan, version: CassandraVersion): readonly string[] {
  const server = `this server is ${formatVersion(version)}`;
  if (since !== undefined && isBefore(version, since))
    return [`${what} needs Cassandra ${formatVersion(since)}; ${server}`];
  if (removedIn === undefined || isBefore(version, removedIn)) return [];
  return [`${what} was removed in Cassandra ${formatVersion(removedIn)}; ${server}`];
}

/** A sentence for each option that a materialized view would refuse, though a table takes it. */
export function viewOptionProblems(options: CanonicalOptions): readonly string[] {
  return OPTION_NAMES.flatMap((name) => {
    const value = options[name];
    const problem = value === undefined ? undefined : OPTION_DEFINITIONS[name].viewProblem?.(value);
    return problem === undefined ? [] : [`options.${name} ${problem}`];
  });
}
