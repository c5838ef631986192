import type { Box, BoxRow, Diagram, Link } from './diagram.js';

/** The diagram as data, for `--format json`. What does not apply is left out. */
export interface DiagramJson {
  readonly keyspace: string;
  readonly objects: readonly ObjectJson[];
  readonly links: readonly LinkJson[];
}

export interface ObjectJson {
  readonly kind: Box['kind'];
  readonly name: string;
  readonly of?: string | undefined;
  readonly comment?: string | undefined;
  readonly columns: readonly ColumnJson[];
}

export interface ColumnJson {
  readonly name: string;
  readonly type: string;
  readonly key?: BoxRow['key'];
  readonly order?: BoxRow['order'];
  readonly static?: true | undefined;
  readonly indexes?: BoxRow['indexes'] | undefined;
}

/** Names of both ends: a type is linked to by `by`, the columns or fields of it. */
export interface LinkJson {
  readonly kind: Link['kind'];
  readonly from: string;
  readonly to: string;
  readonly by?: readonly string[] | undefined;
}

export function diagramJson({ keyspace, boxes, links }: Diagram): DiagramJson {
  const names = new Map(boxes.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return {
    keyspace,
    objects: boxes.map(({ kind, name, of, comment, rows }) => ({
      kind,
      name,
      of,
      comment,
      columns: rows.map(columnJson),
    })),
    links: links.map(({ kind, from, to, by }) => ({
      kind,
      from: nameOf(from),
      to: nameOf(to),
      by: by.length === 0 ? undefined : by,
    })),
  };
}

function columnJson({ name, type, key, order, static: isStatic, indexes }: BoxRow): ColumnJson {
  return { name, type, key, order, static: isStatic || undefined, indexes: indexes.length === 0 ? undefined : indexes };
}
