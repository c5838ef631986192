import { OPTION_NAMES, OPTIONS, type OptionGroup, type OptionName } from '../settings/option-definitions.js';

const inGroup = (group: OptionGroup) => OPTION_NAMES.filter((name) => OPTIONS[name].group === group);

export const OUTPUT_OPTIONS: readonly OptionName[] = inGroup('output');

/** Options of every command that works on a database. */
export const SHARED_OPTIONS: readonly OptionName[] = [
  ...inGroup('connection'),
  ...inGroup('application'),
  ...OUTPUT_OPTIONS,
];

/** Options that choose tenants in place of the connection's keyspace. */
export const TENANT_OPTIONS: readonly OptionName[] = ['tenants', 'tenant'];

const without = (options: readonly OptionName[], ...names: readonly OptionName[]) =>
  options.filter((name) => !names.includes(name));

export const MIGRATE_OPTIONS = without(SHARED_OPTIONS, 'entities', 'ignore');

export const SCHEMA_OPTIONS = without(SHARED_OPTIONS, 'migrationsDir', 'outOfOrder');

export const PULL_OPTIONS = without(SCHEMA_OPTIONS, 'entities', 'lockTtl', 'lockWait');

export const DRAW_OPTIONS = without(SHARED_OPTIONS, 'outOfOrder', 'consistency', 'lockTtl', 'lockWait', 'yes');

export const BACKFILL_OPTIONS = without(SHARED_OPTIONS, 'entities', 'ignore', 'outOfOrder', 'migrationsDir', 'yes');

export const RESET_OPTIONS = without(SCHEMA_OPTIONS, 'entities');

export const INIT_OPTIONS = without(SHARED_OPTIONS, 'entities', 'outOfOrder', 'consistency', 'lockTtl', 'lockWait');
