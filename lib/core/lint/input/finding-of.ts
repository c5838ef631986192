import { maskSecrets } from '../../cql/mask-secrets.js';
import type { LintFinding } from './finding.js';
import type { Hit, Rule } from './rule.js';

/** Finding of a rule, as plain data. */
export function findingOf({ code, severity, instead }: Omit<Rule, 'find'>, hit: Hit): LintFinding {
  const { migration, statement, direction, message } = hit;
  const { line, column } = hit.position ?? statement?.position ?? {};
  const { name, origin } = migration;
  return {
    code,
    severity,
    message,
    instead,
    migration: name,
    origin,
    line,
    column,
    direction,
    statement: statement && maskSecrets(statement.cql),
  };
}
