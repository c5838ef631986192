import type { Rule } from '../input/rule.js';

/** Texts of a rule, without its finder. */
export type RuleText = Omit<Rule, 'find'>;

/** About waivers: they are found where waivers are applied. None of them can be waived. */
export const WAIVER_RULES = {
  withoutReason: {
    code: 'C901',
    severity: 'warning',
    title: 'A waiver without a reason',
    why: 'A later reader cannot tell whether it still holds. It waives nothing.',
    instead: 'Give the reason: `-- coodie:allow C301 the table has ten rows`.',
    isFixed: true,
  },
  unknownCode: {
    code: 'C902',
    severity: 'warning',
    title: 'A waiver for a rule that cannot be waived',
    why: 'There is no rule with that code, or the rule cannot be waived because the run itself would refuse the statement.',
    instead: 'Write the code of the finding, or remove the waiver.',
    isFixed: true,
  },
  unused: {
    code: 'C903',
    severity: 'warning',
    title: 'A waiver that waives nothing',
    why: 'What it was written for is gone, or stands elsewhere. It would hide the next one.',
    instead: 'Take it away; or put it on the line before its statement, or before everything else for the whole file.',
    isFixed: true,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
