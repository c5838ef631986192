import type { Rule } from './rule.js';
import { COLUMN_RULES } from './rules/column-rules.js';
import { DATA_RULES } from './rules/data-rules.js';
import { DOWNGRADE_RULES } from './rules/downgrade-rules.js';
import { EXISTENCE_RULES } from './rules/existence-rules.js';
import { INDEX_RULES } from './rules/index-rules.js';
import { KEYSPACE_RULES } from './rules/keyspace-rules.js';
import { MIGRATION_RULES } from './rules/migration-rules.js';
import { NAME_RULES } from './rules/name-rules.js';
import { OPTION_RULES } from './rules/option-rules.js';
import { STATEMENT_RULES } from './rules/statement-rules.js';
import { TABLE_RULES } from './rules/table-rules.js';
import { VIEW_RULES } from './rules/view-rules.js';

/**
 * Every rule, in the order of their codes. A topic has a range of codes, and where that is used up any other that was never
 * given away.
 */
export const RULES: readonly Rule[] = [
  ...MIGRATION_RULES,
  ...DOWNGRADE_RULES,
  ...STATEMENT_RULES,
  ...COLUMN_RULES,
  ...TABLE_RULES,
  ...INDEX_RULES,
  ...VIEW_RULES,
  ...EXISTENCE_RULES,
  ...KEYSPACE_RULES,
  ...NAME_RULES,
  ...OPTION_RULES,
  ...DATA_RULES,
].toSorted((one, other) => one.code.localeCompare(other.code));
