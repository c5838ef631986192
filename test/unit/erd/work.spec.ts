import { diagramOf } from '../../../lib/core/erd/diagram.js';
import { DIAGRAM_FORMATS, renderDiagram } from '../../../lib/core/erd/render-diagram.js';
import { selectBoxes } from '../../../lib/core/erd/select-boxes.js';
import { clipText } from '../../../lib/core/erd/text-width.js';
import { column, schema, table, user, view } from './schemas.js';

/** So many tables, each with a view and a type; no name is a word in Mermaid, so that all are told apart by numbers. */
const model = (count: number) => {
  const numbers = Array.from({ length: count }, (_, number) => String.fromCodePoint(0x4e00 + number));
  return schema({
    types: numbers.map((name) => ({ name, fields: [column('street')] })),
    tables: numbers.map((name) => table(name, [column('id'), column('home', user(name))])),
    views: numbers.map((name) => view(`${name}${name}`, name)),
  });
};

/** The list, and how often one of its items was looked at. */
function counted<T>(items: readonly T[]): { readonly items: readonly T[]; readonly looks: () => number } {
  const count = { looks: 0 };
  const handler: ProxyHandler<readonly T[]> = {
    get: (target, key, receiver): unknown => {
      if (typeof key === 'string' && /^\d+$/.test(key)) count.looks += 1;
      return Reflect.get(target, key, receiver);
    },
  };
  return { items: new Proxy(items, handler), looks: () => count.looks };
}

/** Looks at boxes and links for each box there is. */
function looksPerBox(count: number, work: (diagram: ReturnType<typeof diagramOf>) => unknown): number {
  const diagram = diagramOf([model(count)]);
  const [boxes, links] = [counted(diagram.boxes), counted(diagram.links)];
  work({ ...diagram, boxes: boxes.items, links: links.items });
  return (boxes.looks() + links.looks()) / diagram.boxes.length;
}

describe('the work of a diagram grows with the number of tables, not with its square', () => {
  it.each(DIAGRAM_FORMATS)('as %s', (format) => {
    const [few, many] = [30, 300].map((count) => looksPerBox(count, (diagram) => renderDiagram(diagram, format))) as [
      number,
      number,
    ];
    expect(few).toBeGreaterThan(1);
    expect(many).toBeLessThan(few * 1.1);
  });

  it('of a part', () => {
    const names = (diagram: ReturnType<typeof diagramOf>) => selectBoxes(diagram, ['*']);
    expect(looksPerBox(300, names)).toBeLessThan(looksPerBox(30, names) * 1.1);
  });

  it('while it is read from the schema', () => {
    const looks = (count: number) => {
      const { tables, ...others } = model(count);
      const list = counted(tables);
      diagramOf([{ ...others, tables: list.items }]);
      return list.looks() / count;
    };
    expect(looks(300)).toBe(looks(30));
  });

  it('clips a text without end', () => {
    expect(clipText('a'.repeat(1_000_000), 12, 80)).toBe(`${'a'.repeat(10)}…`);
  });
});
