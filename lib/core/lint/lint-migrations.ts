import { applyWaivers } from './apply-waivers.js';
import { findingOf } from './input/finding-of.js';
import type { LintFinding } from './input/finding.js';
import type { LintInput } from './input/lint-input.js';
import { readLintMigration, type LintMigration } from './input/lint-migration.js';
import { replay } from './input/replay.js';
import type { Hit, Rule } from './input/rule.js';
import { RULES } from './rules/rules.js';

export interface LintOptions {
  /** The target keyspace, where it is known. */
  readonly keyspace?: string | undefined;
  /** Name that code got for the target keyspace if none was given. */
  readonly unnamed?: string | undefined;
}

/**
 * Findings of the rules for migrations, which are given in the order in which they run; without those waived, and with those
 * wrong with the waivers. By migration, then by place.
 */
export function lintMigrations(
  inputs: readonly LintInput[],
  { keyspace, unnamed }: LintOptions = {},
): readonly LintFinding[] {
  const migrations = inputs.map(readLintMigration);
  const findings = findingsByOrigin(migrations, keyspace ?? usedKeyspace(migrations) ?? unnamed);
  return migrations.flatMap((migration) =>
    applyWaivers(migration, findings.get(migration.origin) ?? []).toSorted(byPlace),
  );
}

/** Each rule looks at each statement as it would run, or at all migrations at once. */
function findingsByOrigin(
  migrations: readonly LintMigration[],
  keyspace: string | undefined,
): ReadonlyMap<string, readonly LintFinding[]> {
  const found = new Map<string, LintFinding[]>();
  const add = (rule: Rule, hits: readonly Hit[]): void => {
    for (const hit of hits) {
      const finding = findingOf(rule, hit);
      const own = found.get(finding.origin);
      if (own) own.push(finding);
      else found.set(finding.origin, [finding]);
    }
  };
  for (const rule of RULES) if (rule.find.in === 'migrations') add(rule, rule.find.look(migrations));
  replay(migrations, keyspace, (step) => {
    for (const rule of RULES) if (rule.find.in === 'steps') add(rule, rule.find.look(step));
  });
  return found;
}

/** Without a target keyspace, a script that begins with USE names it. */
function usedKeyspace(migrations: readonly LintMigration[]): string | undefined {
  const statements = migrations.flatMap(({ upgrade }) => upgrade.slice(0, 1));
  const names = statements.flatMap(({ class: used }) => (used.kind === 'use' ? (used.name?.name ?? []) : []));
  return new Set(names).size === 1 ? names[0] : undefined;
}

function byPlace(a: LintFinding, b: LintFinding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || a.code.localeCompare(b.code);
}
