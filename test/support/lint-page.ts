import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LintInput } from '../../lib/core/lint/input/lint-input.js';
import { blocksOf, type Block } from './markdown.js';

const PAGE = 'docs/lint.md';

/** What the page says about one rule. */
export interface RuleSection {
  readonly code: string;
  /** On one line. */
  readonly text: string;
  /** The first shows what the rule finds, the second what it does not. */
  readonly examples: readonly Block[];
}

export function ruleSections(): readonly RuleSection[] {
  const page = readFileSync(join(__dirname, '../..', PAGE), 'utf8');
  const headings = [...page.matchAll(/^### (C\d+)$/gm)];
  const blocks = blocksOf(PAGE);
  return headings.map(({ index, 1: code = '' }, position) => {
    const end = headings[position + 1]?.index ?? page.length;
    const [first, last] = [lineAt(page, index), lineAt(page, end)];
    return {
      code,
      text: page.slice(index, end).replaceAll(/\s+/g, ' '),
      examples: blocks.filter(({ place }) => lineOf(place) > first && lineOf(place) < last),
    };
  });
}

/** The migrations of an example: one, or several with their names above them. */
export function migrationsIn({ text }: Block): readonly LintInput[] {
  const parts = text.split(/^-- migrations\/(.+)\.cql$/m);
  const named = parts.length === 1 ? ['20260301_001_example', text] : parts.slice(1);
  return named.flatMap((name, index) =>
    index % 2 === 1 ? [] : [{ form: 'script', name, origin: `${name}.cql`, text: named[index + 1] ?? '' } as const],
  );
}

const lineAt = (page: string, index: number) => page.slice(0, index).split('\n').length;
const lineOf = (place: string) => Number(place.split(':')[1]);
