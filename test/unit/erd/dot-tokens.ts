/** Strings and HTML labels of a text in DOT, read as Graphviz does; what stands between them must be of the language. */
export function dotTokens(text: string): { readonly strings: readonly string[]; readonly labels: readonly string[] } {
  const strings: string[] = [];
  const labels: string[] = [];
  const TOKEN = /\s+|"((?:[^"\\]|\\[^])*)"|(<)|->|[{}[\]=,]|[A-Za-z_]\w*|\d+(?:\.\d+)?/y;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`No DOT at ${at}: ${text.slice(at, at + 40)}`);
    at = TOKEN.lastIndex;
    if (match[1] !== undefined) strings.push(match[1]);
    if (match[2] === undefined) continue;
    const end = endOfLabel(text, at);
    labels.push(text.slice(at, end));
    at = end + 1;
  }
  return { strings, labels };
}

/** A label ends at the `>` that closes its `<`. */
function endOfLabel(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '<') depth += 1;
    if (text[at] === '>') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('A label has no end');
}
