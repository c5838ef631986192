import type { Rule } from '../input/rule.js';
import { COLUMN_RULES } from './column-rules.js';
import { DATA_RULES } from './data-rules.js';
import { DOWNGRADE_RULES } from './downgrade-rules.js';
import { EXISTENCE_RULES } from './existence-rules.js';
import { INDEX_RULES } from './index-rules.js';
import { KEYSPACE_RULES } from './keyspace-rules.js';
import { MIGRATION_RULES } from './migration-rules.js';
import { NAME_RULES } from './name-rules.js';
import { OPTION_RULES } from './option-rules.js';
import { STATEMENT_RULES } from './statement-rules.js';
import { TABLE_RULES } from './table-rules.js';
import { VIEW_RULES } from './view-rules.js';

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
