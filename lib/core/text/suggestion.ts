const LONGEST = 60;

/** The end of a sentence about an unknown name: `; did you mean x?`, or nothing. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const closest = closestName(name, candidates);
  return closest === undefined ? '' : `; did you mean ${closest}?`;
}

/** The candidate that a mistyped name most likely means: spelled alike, begun alike, of the same letters, or a third of them apart at most. */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(name);
  if (wanted === '') return undefined;
  const begun = candidates.find((candidate) => wanted.length >= 3 && plain(candidate).startsWith(wanted));
  if (begun !== undefined) return begun;
  const swapped = candidates.find((candidate) => lettersOf(candidate) === lettersOf(wanted));
  if (swapped !== undefined) return swapped;
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= wanted.length / 3 ? best.candidate : undefined;
}

function plain(name: string): string {
  return name
    .slice(0, LONGEST)
    .toLowerCase()
    .replaceAll(/[_\s-]/g, '');
}

/** Short names are mistyped so: `nmae`. */
function lettersOf(name: string): string {
  return Array.from(plain(name)).toSorted().join('');
}

/** Levenshtein's: each row of the table from the one above it. */
function editDistance(from: string, to: string): number {
  const others = Array.from(to);
  const first: readonly number[] = [...others.keys(), others.length];
  const last = Array.from(from).reduce((above, letter) => nextRow(above, letter, others), first);
  return last.at(-1) ?? 0;
}

function nextRow(above: readonly number[], letter: string, others: readonly string[]): readonly number[] {
  const start = (above[0] ?? 0) + 1;
  return others.reduce<readonly number[]>(
    (row, other, column) => {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      return [...row, Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1)];
    },
    [start],
  );
}
