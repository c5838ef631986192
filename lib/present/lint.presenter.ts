import type { LintFinding, LintSeverity } from '../core/lint/input/finding.js';
import { onOneLine, visible, visibleLines } from '../core/text/visible.js';
import type { LintReport } from '../migrations/lint-source.js';
import type { Paint } from './paint.js';
import { formatCount } from '../core/text/figures.js';

/** `migrate lint`: each finding with its place, the statement and what to do; in the end how many there are. */
export function presentLint(report: LintReport, paint: Paint): string {
  const { source, migrations, findings } = report;
  const title = `${paint.bold(visible(source))} · ${formatCount(migrations, 'migration')} · ${summary(report)}`;
  return [title, ...blocksOf(findings, paint), ...remarks(report)].join('\n');
}

export const SYMBOLS: Readonly<Record<LintSeverity, readonly [symbol: string, colour: 'red' | 'yellow' | 'dim']>> = {
  error: ['✖', 'red'],
  warning: ['!', 'yellow'],
  info: ['·', 'dim'],
};

/** Each finding by itself; what is said of several migrations as a whole is said once, above their names. */
function blocksOf(findings: readonly LintFinding[], paint: Paint): readonly string[] {
  const groups = new Map<string | LintFinding, LintFinding[]>();
  for (const finding of findings) {
    const key = groupOf(finding) ?? finding;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first ? ['', ...linesOf(first, others, paint)] : []));
}

function groupOf({ code, message, line, statement }: LintFinding): string | undefined {
  return line === undefined && statement === undefined ? `${code} ${message}` : undefined;
}

function linesOf(finding: LintFinding, others: readonly LintFinding[], paint: Paint): readonly string[] {
  const { code, severity, message, instead, statement } = finding;
  const [symbol, colour] = SYMBOLS[severity];
  const place = others.length === 0 ? placeOf(finding) : formatCount(others.length + 1, 'migration');
  const named = others.length === 0 ? [] : [finding, ...others].map((own) => `      ${placeOf(own)}`);
  return [
    `  ${paint[colour](symbol)} ${place} ${severity} ${paint[colour](code)}: ${visibleLines(message)}`,
    ...(statement === undefined ? [] : [`      ${onOneLine(statement)}`]),
    `      ${instead}  ${paint.dim(documentationOf(code))}`,
    ...named,
  ];
}

/** Position as `file:line:column`, which editors and terminals turn into links. */
function placeOf({ origin, line, column }: LintFinding): string {
  const file = visible(origin);
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}

const documentationOf = (code: string) => `docs/lint.md#${code.toLowerCase()}`;

const SEVERITIES: readonly (readonly [LintSeverity, string])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
];

function summary({ findings }: LintReport): string {
  const counts = SEVERITIES.flatMap(([severity, word]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [formatCount(count, word)];
  });
  return counts.length === 0 ? 'no findings' : counts.join(', ');
}

function remarks({ dryRun }: LintReport): readonly string[] {
  if (dryRun.length === 0) return [];
  const subject = dryRun.length === 1 ? '1 migration is code: it' : `${dryRun.length} migrations are code: each`;
  return [
    '',
    `${subject} was run without a database. Nothing was sent and every answer was empty, so what depends on rows was not seen.`,
  ];
}

export interface LintJson {
  readonly migrationsDir: string;
  readonly migrations: number;
  /** Linted by what they send where every answer is empty. */
  readonly dryRun: readonly string[];
  readonly findings: readonly (LintFinding & { readonly documentation: string })[];
}

export function lintJson({ source, migrations, dryRun, findings }: LintReport): LintJson {
  return {
    migrationsDir: source,
    migrations,
    dryRun,
    findings: findings.map((finding) => ({ ...finding, documentation: documentationOf(finding.code) })),
  };
}
