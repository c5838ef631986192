import type { Expression, Field } from './expression.js';
import { quoteString } from './quote-string.js';

/** Line width of prettier in the projects of this package. */
export const LINE_WIDTH = 120;

/** Place of an expression: the indentation of its line, and the width that is already used. */
export interface Place {
  readonly indent: number;
  readonly beside: number;
}

/** On one line where it fits, else one item a line. */
export function renderExpression(expression: Expression, { indent, beside }: Place): string {
  const line = onOneLine(expression);
  if (indent + beside + line.length <= LINE_WIDTH) return line;
  switch (expression.kind) {
    case 'object':
      return enclose(
        '{}',
        expression.fields.map((field) => renderField(field, indent + 2)),
        indent,
      );
    case 'list':
      return enclose(
        '[]',
        expression.items.map((item) => renderExpression(item, inner(indent))),
        indent,
      );
    case 'literal':
    case 'code':
      return line;
  }
}

/** Parts on lines of their own, between two brackets. */
export function enclose(brackets: string, parts: readonly string[], indent: number): string {
  const margin = ' '.repeat(indent);
  return `${brackets.charAt(0)}\n${parts.map((part) => `${margin}  ${part},\n`).join('')}${margin}${brackets.charAt(1)}`;
}

// One more character for the comma at the end.
const inner = (indent: number): Place => ({ indent: indent + 2, beside: 1 });

function renderField({ name, value }: Field, indent: number): string {
  const key = `${renderKey(name)}: `;
  return `${key}${renderExpression(value, { indent, beside: key.length + 1 })}`;
}

function onOneLine(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? quoteString(expression.value) : String(expression.value);
    case 'code':
      return expression.text;
    case 'list':
      return `[${expression.items.map(onOneLine).join(', ')}]`;
    case 'object':
      return `{ ${expression.fields.map(({ name, value }) => `${renderKey(name)}: ${onOneLine(value)}`).join(', ')} }`;
  }
}

const renderKey = (name: string) => (/^[a-z_$][\w$]*$/i.test(name) ? name : quoteString(name));
