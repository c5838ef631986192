/** The text with LF line ends and no byte order mark: the same on every checkout, so fit to be hashed. */
export function canonicalText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
