/** The text with LF line ends and no byte order mark: the same on every checkout, so fit to be hashed. */
export function canonicalText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}

/** `5f3a…c1`: enough to tell two apart. */
export function shortChecksum(checksum: string): string {
  return checksum === '' ? 'none' : `${checksum.slice(0, 4)}…${checksum.slice(-2)}`;
}
