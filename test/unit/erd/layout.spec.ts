import * as fc from 'fast-check';
import { boxText } from '../../../lib/core/erd/box-text.js';
import { diagramOf } from '../../../lib/core/erd/diagram.js';
import { SIZES, type PlacedBox } from '../../../lib/core/erd/geometry.js';
import { layOut, type Layout } from '../../../lib/core/erd/layout.js';
import type { Point, Route } from '../../../lib/core/erd/route-links.js';
import { clipText, textWidth } from '../../../lib/core/erd/text-width.js';
import { readLintMigration, upgradesOf } from '../../../lib/core/lint/input/lint-migration.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { replayMigrations } from '../../../lib/core/replay/replay-migrations.js';
import { adapt, describeProjects, migrationName } from '../../support/real-projects.js';
import { anySchema, column, schema, SHOP, table, user } from './schemas.js';

describe('the layout of a diagram', () => {
  it('puts types left of tables and views right of them, each right of what it uses', () => {
    const columns = layOut(diagramOf([SHOP])).columns.map(({ boxes }) => boxes.map(({ box }) => box.name));
    expect(columns).toEqual([['geo'], ['address'], ['products', 'page_views'], ['products_by_brand']]);
  });

  it('leads every link to a box without touching another one', () => {
    const { routes, columns } = layOut(diagramOf([SHOP]));
    expect(routes.map(({ link: { from, to } }) => `${from} → ${to}`)).toEqual([
      'type address → type geo',
      'table products → type address',
      'view products_by_brand → table products',
    ]);
    expect(
      routes.flatMap((route) =>
        touched(
          route,
          columns.flatMap(({ boxes }) => boxes),
        ),
      ),
    ).toEqual([]);
  });

  it('finds a place for 300 tables of 10 columns, wider than high', () => {
    const { width, height, columns } = layOut(diagramOf([tables(300)]));
    expect(columns.flatMap(({ boxes }) => boxes)).toHaveLength(300);
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(3);
  });

  it('comes to an end where types hold each other', () => {
    const circle = schema({
      types: [
        { name: 'a', fields: [{ name: 'b', type: user('b') }] },
        {
          name: 'b',
          fields: [
            { name: 'a', type: user('a') },
            { name: 'self', type: user('b') },
          ],
        },
      ],
    });
    expect(problemsOf(layOut(diagramOf([circle])))).toEqual([]);
  });

  it.each([
    ['any small schema', anySchema(12), 60],
    ['any schema of a hundred tables', anySchema(110, 100), 2],
  ])('of %s has no overlap, and no text outside its box', (_, any, numRuns) => {
    fc.assert(
      fc.property(any, (model) => {
        expect(problemsOf(layOut(diagramOf([model])))).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describeProjects('the diagram of $name', ({ files }) => {
  it('has no overlap, and no text outside its box', () => {
    const inputs = files.map((file, index) => {
      const text = `-- allow-destructive\n${adapt(file, 'real').text}`;
      return readLintMigration({ form: 'script', name: migrationName(index), origin: file.name, text });
    });
    const schemas = [...replayMigrations(upgradesOf(inputs), 'real').schemas.values()];
    const diagram = diagramOf(schemas);
    expect(diagram.boxes.length).toBeGreaterThan(0);
    expect(problemsOf(layOut(diagram))).toEqual([]);
  });
});

describe('the width of a text', () => {
  it.each([
    ['abc', 12, 3 * 0.602 * 12],
    ['日本', 10, 4 * 0.602 * 10],
    ['😀', 10, 2 * 0.602 * 10],
  ])('of %s at %d px is %d', (value, size, width) => {
    expect(textWidth(value, size)).toBeCloseTo(width);
  });

  it('is kept within its room by an ellipsis, at whole characters', () => {
    expect(clipText('frozen<list<address>>', 12, 80)).toBe('frozen<lis…');
    expect(clipText('😀😀😀😀', 10, 30)).toBe('😀…');
    expect(clipText('text', 12, 80)).toBe('text');
  });
});

const tables = (count: number): SchemaModel =>
  schema({
    tables: Array.from({ length: count }, (_, number) =>
      table(
        `table_${number}`,
        Array.from({ length: 10 }, (__, index) => column(`column_${index}`)),
      ),
    ),
  });

function problemsOf(layout: Layout): readonly string[] {
  const boxes = layout.columns.flatMap((lane) => lane.boxes);
  return [
    ...boxes.flatMap((box, index) =>
      boxes
        .slice(index + 1)
        .filter((other) => isOverlap(box, other))
        .map(overlap),
    ),
    ...boxes.filter((box) => !isInside(box, layout)).map(({ box }) => `${box.id} is cut off`),
    ...boxes.flatMap(tooWide),
    ...layout.routes.flatMap((route) => touched(route, boxes)),
  ];
}

const overlap = ({ box }: PlacedBox) => `${box.id} overlaps`;

function isOverlap(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside({ x, y, width, height }: PlacedBox, layout: Layout): boolean {
  return x >= 0 && y >= 0 && x + width <= layout.width && y + height <= layout.height;
}

/** Marks, name and type of a row stand beside each other, and title and kind of the head. */
function tooWide({ box, width }: PlacedBox): readonly string[] {
  const { title, kind, rows, indent } = boxText(box, width);
  const room = width - 2 * SIZES.padding;
  const long = (...texts: readonly string[]) => texts.reduce((sum, value) => sum + textWidth(value, SIZES.font), 0);
  return [
    ...(long(title, kind) > room ? [`${box.id}: the head is too wide`] : []),
    ...rows
      .filter(
        ({ marks, name, type }) =>
          long(marks) > indent - SIZES.padding || long(name, type) > width - indent - SIZES.padding,
      )
      .map(({ name }) => `${box.id}: ${name} is too wide`),
  ];
}

function touched({ link, legs }: Route, boxes: readonly PlacedBox[]): readonly string[] {
  const ends = [link.from, link.to];
  const points = legs.flatMap(([from, to], index) => {
    const [, before] = legs[index - 1] ?? [];
    return [...(before ? straight(before, from) : []), ...turn(from, to)];
  });
  const hit = boxes.filter((box) => !ends.includes(box.box.id) && points.some((point) => isWithin(point, box)));
  return hit.map(({ box }) => `${link.from} → ${link.to} touches ${box.id}`);
}

const STEPS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

const straight = (from: Point, to: Point) =>
  STEPS.map((t) => ({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }));

/** The curve that is drawn: it leaves and arrives horizontally. */
function turn(from: Point, to: Point): readonly Point[] {
  const middle = from.x === to.x ? from.x - SIZES.gutter / 3 : (from.x + to.x) / 2;
  const bezier = (t: number, [a, b, c, d]: readonly [number, number, number, number]) =>
    (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  return STEPS.map((t) => ({
    x: bezier(t, [from.x, middle, middle, to.x]),
    y: bezier(t, [from.y, from.y, to.y, to.y]),
  }));
}

function isWithin({ x, y }: Point, box: PlacedBox): boolean {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}
