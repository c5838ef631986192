/** A migration that a squash replaces, and the checksum of its file when it was squashed. */
export interface Replaced {
  readonly name: string;
  readonly checksum: string;
  /** The earlier squash that replaced it. A database that ran that one never ran this one. */
  readonly within?: string | undefined;
}

const LINE =
  /^--[ \t]*coodie:replaces[ \t]+(?<name>\S+)[ \t]+(?<checksum>[\da-f]{64})(?:[ \t]+in[ \t]+(?<within>\S+))?[ \t]*$/gm;

/** The migrations that a `.cql` file replaces; empty where it is no squash. */
export function readReplaces(text: string): readonly Replaced[] {
  const lines = [...text.matchAll(LINE)].map(({ groups = {} }) => groups);
  return lines.map(({ name = '', checksum = '', within }) => ({ name, checksum, ...(within && { within }) }));
}

export function renderReplaces({ name, checksum, within }: Replaced): string {
  return `-- coodie:replaces ${name} ${checksum}${within === undefined ? '' : ` in ${within}`}`;
}

/** Returns whether a database has everything of a replaced migration: under its own name, or under that of a squash. */
export function isHeld(replaced: Replaced, all: readonly Replaced[], isRecorded: (name: string) => boolean): boolean {
  if (isRecorded(replaced.name)) return true;
  const squash = all.find(({ name }) => name === replaced.within);
  return squash !== undefined && isHeld(squash, all, isRecorded);
}

/** The replaced migrations that a database must have; an earlier squash is made of others. */
export function requiredOf(all: readonly Replaced[]): readonly Replaced[] {
  return all.filter(({ name }) => !all.some(({ within }) => within === name));
}
