import { patternOf } from '../model/identifier.js';
import type { Box, Diagram } from './diagram.js';
import { linksBySource } from './lanes.js';

/** The objects of some names or patterns, and the types that they are made of, at any depth. */
export function selectBoxes(diagram: Diagram, only: readonly string[]): Diagram {
  const ids = new Set(diagram.boxes.filter((box) => only.some((name) => isOf(box, name))).map(({ id }) => id));
  const uses = linksBySource(diagram.links.filter(({ kind }) => kind === 'uses'));
  // A set hands out what is added to it while it is walked through.
  for (const id of ids) for (const { to } of uses.get(id) ?? []) ids.add(to);
  return {
    ...diagram,
    boxes: diagram.boxes.filter(({ id }) => ids.has(id)),
    links: diagram.links.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
}

/** Names and patterns that nothing is of. */
export function unmatched({ boxes }: Diagram, only: readonly string[]): readonly string[] {
  return only.filter((name) => !boxes.some((box) => isOf(box, name)));
}

/** A pattern is of letters, digits, `_` and `*`; anything else is a name as it is. */
function isOf({ name }: Box, wanted: string): boolean {
  return name === wanted || (/^[\w*]+$/.test(wanted) && patternOf(name, [wanted]) !== undefined);
}
