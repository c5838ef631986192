import { closestName } from '../text/suggestion.js';

export type SectionName = 'upgrade' | 'downgrade';

/**
 * The section that a comment seems to begin, told by its form: without decoration and the name of its tool, it is a word
 * such as `down` or `rollback`, alone or before a colon, a dash, a bracket or `section`. Undefined for prose.
 */
export function sectionMeantBy(comment: string): SectionName | undefined {
  const lines = comment.split(/\r\n?|\n/).map(undecorated);
  const [line = '', ...others] = lines.filter((text) => text !== '');
  if (others.length > 0) return undefined;
  const { tool, rest } = withoutTool(line);
  return meaningOf(rest, tool) ?? misspelt(rest);
}

/** The comment without what opens and closes it, and without decoration: `-- === DOWN ===` is `DOWN`. */
function undecorated(line: string): string {
  return line
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}):\]]+$/u, '');
}

interface WithoutTool {
  /** Whether the prefix is one that only a tool writes: `migrate:`, `+goose`. */
  readonly tool: boolean;
  readonly rest: string;
}

function withoutTool(line: string): WithoutTool {
  const named =
    /^(?:goose|liquibase|flyway|dbmate|evolve|migrate\s*[:.@+]|\+?migrate(?=\s+(?:up|down)\b\s*(?:$|no)))[\s:.@+_-]*/i.exec(
      line,
    );
  if (named) return { tool: true, rest: line.slice(named[0].length) };
  const general =
    /^(?:(?:begin|start|end)(?:\s+of)?|section|coodie|migrations?|migrate|sql|cql|script|step|part)[\s:._@+#=-]+/i;
  return { tool: false, rest: line.replace(general, '') };
}

const MEANINGS: readonly (readonly [SectionName, RegExp])[] = [
  ['upgrade', /^(?:upgrades?|ups?|forwards?|redo)\b(?<rest>.*)$/iu],
  [
    'downgrade',
    /^(?:downgrades?|downs?|un-?do|roll[\s_-]?backs?|reverts?|reverse|backwards?|back[\s_-]?out|un-?apply)\b(?<rest>.*)$/iu,
  ],
];

/** Text that may follow the word without making it prose. */
const TAILS: readonly RegExp[] = [
  /^[^\p{L}\p{N}]*$/u,
  /^\s*[:=([{]/,
  /^\s+[-–—|>]+(?:\s|$)/u,
  /^[\s_-]+(?:migrations?|sections?|scripts?|parts?|steps?|statements?|commands?|queries|sql|cql|begins?|starts?|ends?|here|below)[^\p{L}\p{N}]*$/iu,
];

/** Liquibase has the statement behind the word. */
const ROLLBACK_STATEMENT =
  /^rollback\s+(?:(?:alter|begin|create|delete|drop|grant|insert|revoke|truncate|update)\s|not\s+required$|empty$)/i;

function meaningOf(text: string, isTools: boolean): SectionName | undefined {
  if (ROLLBACK_STATEMENT.test(text)) return 'downgrade';
  for (const [meaning, pattern] of MEANINGS) {
    const tail = pattern.exec(text)?.groups?.['rest'];
    if (tail !== undefined && (isTools || TAILS.some((form) => form.test(tail)))) return meaning;
  }
  return undefined;
}

const NAMES = ['upgrade', 'downgrade'] as const;

/** A single word that is one of ours but for a letter or two. */
function misspelt(text: string): SectionName | undefined {
  const [, word = ''] = /^(\p{L}{5,12})\s*:?$/u.exec(text) ?? [];
  const closest = word === '' ? undefined : closestName(word, NAMES);
  return NAMES.find((name) => name === closest && /^[ud]/i.test(word));
}
