import { markup, type Markup } from '../../core/text/markup.js';

/** A message as the terminal shows it, with code where it has backticks. */
export function withCode(message: string): Markup {
  const parts = message.split('`');
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}
