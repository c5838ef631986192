export const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SWITCH = /^(true|false)$/i;
// More digits than these do not survive a JavaScript number.
const LONGEST_NUMBER = 15;

/** The server keeps values of sub-options as they were typed (`0.50`, `04`, `TRUE`): one text for all that mean the same. */
export function canonicalText(text: string): string {
  if (SWITCH.test(text)) return text.toLowerCase();
  return DECIMAL.test(text) && text.length <= LONGEST_NUMBER ? String(Number(text) || 0) : text;
}
