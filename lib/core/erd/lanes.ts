import type { Box, Link } from './diagram.js';

/**
 * The boxes in lanes, so that links lead to the left: types by the depth at which they use each other, tables, views. In a
 * lane, boxes stand in the order of what they are linked to; those without a link come last, by name.
 */
export function lanesOf(boxes: readonly Box[], links: readonly Link[]): readonly (readonly Box[])[] {
  const targets = linksBySource(links);
  const depths = depthsOf(boxes, targets);
  const deepest = Math.max(-1, ...depths.values());
  const types = Array.from({ length: deepest + 1 }, (_, depth) => boxes.filter(({ id }) => depths.get(id) === depth));
  const lanes = [...types, boxes.filter(({ kind }) => kind === 'table'), boxes.filter(({ kind }) => kind === 'view')];
  const ranks = new Map<string, number>();
  return lanes
    .filter((lane) => lane.length > 0)
    .map((lane) => {
      const ordered = inOrder(lane, targets, ranks);
      for (const [rank, { id }] of ordered.entries()) ranks.set(id, rank);
      return ordered;
    });
}

/** The links that leave each box, by its id. */
type Targets = ReadonlyMap<string, readonly Link[]>;

export function linksBySource(links: readonly Link[]): Targets {
  const grouped = new Map<string, Link[]>();
  for (const link of links) {
    const known = grouped.get(link.from);
    if (known) known.push(link);
    else grouped.set(link.from, [link]);
  }
  return grouped;
}

/** How many types stand to the left of a type. Cassandra has no types that hold each other, but a drawing must come to an end. */
function depthsOf(boxes: readonly Box[], targets: Targets): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const depthOf = (id: string, above: readonly string[]): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const used = (targets.get(id) ?? []).map(({ to }) => to).filter((to) => to !== id && !above.includes(to));
    const depth = Math.max(-1, ...used.map((to) => depthOf(to, [...above, id]))) + 1;
    depths.set(id, depth);
    return depth;
  };
  for (const { kind, id } of boxes) if (kind === 'type') depthOf(id, []);
  return depths;
}

function inOrder(lane: readonly Box[], targets: Targets, ranks: ReadonlyMap<string, number>): readonly Box[] {
  const keyed = lane.map((box) => ({ box, rank: meanRank(targets.get(box.id) ?? [], ranks) }));
  return keyed.toSorted((a, b) => a.rank - b.rank || (a.box.name < b.box.name ? -1 : 1)).map(({ box }) => box);
}

/** The mean place of the linked boxes; a number beyond every place where there is none. */
function meanRank(links: readonly Link[], ranks: ReadonlyMap<string, number>): number {
  const known = links.flatMap(({ to }) => ranks.get(to) ?? []);
  return known.length === 0 ? Number.MAX_SAFE_INTEGER : known.reduce((sum, rank) => sum + rank, 0) / known.length;
}
