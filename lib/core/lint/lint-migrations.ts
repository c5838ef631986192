import { applyWaivers } from './apply-waivers.js';
import { findingOf } from './finding-of.js';
import type { LintFinding } from './finding.js';
import type { LintInput } from './lint-input.js';
import { readLintMigration, type LintMigration } from './lint-migration.js';
import { replay } from './replay.js';
import { RULES } from './rules.js';

export interface LintOptions {
  /** The target keyspace, where it is known. */
  readonly keyspace?: string | undefined;
}

/**
 * What the rules say about migrations, which are given in the order in which they run; without what is waived, and with what is
 * wrong with the waivers. By migration, then by place.
 */
export function lintMigrations(inputs: readonly LintInput[], { keyspace }: LintOptions = {}): readonly LintFinding[] {
  const migrations = inputs.map(readLintMigration);
  const subject = { migrations, steps: replay(migrations, keyspace ?? usedKeyspace(migrations)) };
  const findings = RULES.flatMap((rule) => rule.find(subject).map((hit) => findingOf(rule, hit)));
  return migrations.flatMap((migration) => {
    const own = findings.filter(({ origin }) => origin === migration.origin);
    return applyWaivers(migration, own).toSorted(byPlace);
  });
}

/** Where nobody has named the target keyspace, a script that begins with USE does. */
function usedKeyspace(migrations: readonly LintMigration[]): string | undefined {
  const statements = migrations.flatMap(({ upgrade }) => upgrade.slice(0, 1));
  const names = statements.flatMap(({ class: used }) => (used.kind === 'use' ? (used.name?.name ?? []) : []));
  return new Set(names).size === 1 ? names[0] : undefined;
}

function byPlace(a: LintFinding, b: LintFinding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || a.code.localeCompare(b.code);
}
