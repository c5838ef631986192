import { suggestion } from '../text/suggestion.js';
import { findingOf } from './input/finding-of.js';
import type { LintFinding } from './input/finding.js';
import type { LintMigration } from './input/lint-migration.js';
import type { Hit } from './input/rule.js';
import { RULES } from './rules/rules.js';
import { WAIVER_RULES, type RuleText } from './rules/waiver-rules.js';
import { readWaivers, type Waiver } from './input/waivers.js';

/** The findings of a migration without those that it waives, and with what is wrong with its waivers. */
export function applyWaivers(migration: LintMigration, findings: readonly LintFinding[]): readonly LintFinding[] {
  // A migration that cannot be read has no statements for a waiver.
  if (migration.broken) return findings;
  const waivers = readWaivers(migration);
  const wrong = waivers.flatMap((waiver) => {
    const [rule, message] = problemOf(waiver, findings) ?? [];
    return rule && message ? [findingOf(rule, hitOf(migration, waiver, message))] : [];
  });
  return [...findings.filter((finding) => !waivers.some((waiver) => waives(waiver, finding))), ...wrong];
}

function waives({ code, reason, scope }: Waiver, finding: LintFinding): boolean {
  if (reason === '' || finding.code !== code || !WAIVABLE.includes(code)) return false;
  // A finding about the migration as a whole may be waived anywhere in it.
  return scope === 'file' || finding.statement === undefined || scope === finding.line;
}

const WAIVABLE: readonly string[] = RULES.filter(({ isFixed }) => !isFixed).map(({ code }) => code);

const FIXED: readonly string[] = [...RULES, ...Object.values(WAIVER_RULES)].map(({ code }) => code);

function problemOf(waiver: Waiver, findings: readonly LintFinding[]): readonly [RuleText, string] | undefined {
  const { code, reason } = waiver;
  if (!WAIVABLE.includes(code)) return [WAIVER_RULES.unknownCode, unknown(code)];
  if (reason === '') return [WAIVER_RULES.withoutReason, `does not say why ${code} is allowed`];
  if (findings.some((finding) => waives(waiver, finding))) return undefined;
  return [WAIVER_RULES.unused, `there is no ${code} ${WHERE[String(waiver.scope)] ?? 'in the statement below it'}`];
}

function unknown(code: string): string {
  if (code === '') return 'does not say which rule';
  return FIXED.includes(code) ? `${code} cannot be waived` : `there is no rule ${code}${suggestion(code, WAIVABLE)}`;
}

const WHERE: Readonly<Record<string, string>> = {
  file: 'in the file',
  nothing: 'to waive here: no statement begins below it',
};

function hitOf(migration: LintMigration, { line, column }: Waiver, message: string): Hit {
  return { migration, message, position: { line, column } };
}
