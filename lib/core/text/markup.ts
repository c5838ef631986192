import { visibleLines } from './visible.js';

/** Text of an HTML page or an SVG image, in which everything that needs it is escaped. Only `markup` makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** Part of a template: a value to escape, markup to take as it is, several of either, or nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

/** A template of HTML or SVG: what is written in the code is taken as it is, every value is escaped. */
export function markup(literals: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(literals.map((literal, index) => literal + textOf(values[index])).join(''));
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string' || typeof content === 'number') return escapeMarkup(String(content));
  return content.map(textOf).join('');
}

/**
 * A value from a database or a file as text of HTML, SVG or an attribute in double quotes. Control characters are shown
 * by their code; what no XML document may contain becomes U+FFFD.
 */
export function escapeMarkup(text: string): string {
  return visibleLines(text).replaceAll(
    /[&<>"'\uFFFE\uFFFF]|\p{Surrogate}/gu,
    (character) => ENTITIES[character] ?? '\uFFFD',
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
