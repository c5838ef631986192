/** A CQL string literal. The only escape it knows is the doubled quote: backslashes and line breaks stand for themselves. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
