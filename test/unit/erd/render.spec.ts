import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { diagramOf } from '../../../lib/core/erd/diagram.js';
import { DIAGRAM_FORMATS, formatOfFile, renderDiagram } from '../../../lib/core/erd/render-diagram.js';
import { selectBoxes, unmatched } from '../../../lib/core/erd/select-boxes.js';
import { dotTokens } from './dot-tokens.js';
import { mermaidProblems } from './mermaid-grammar.js';
import { anySchema, column, schema, SHOP, table, user } from './schemas.js';

const render = (format: (typeof DIAGRAM_FORMATS)[number], model = SHOP) => renderDiagram(diagramOf([model]), format);

describe('a diagram', () => {
  it('as Mermaid', () => {
    expect(render('mermaid')).toMatchInlineSnapshot(`
     "erDiagram
       "page_views" {
         text site PK
         counter count
       }
       "products" {
         uuid id PK
         timestamp created_at "CK desc"
         text vendor "static"
         text brand "indexed"
         map(text-frozen(address)) homes
       }
       "address" {
         text street
         frozen(geo) position
       }
       "geo" {
         double lat
       }
       "products_by_brand" {
         text brand PK
         uuid id "CK"
         timestamp created_at "CK desc"
         text vendor
       }
       "address" }o--|| "geo" : "position"
       "products" }o--|| "address" : "homes"
       "products_by_brand" ||..|| "products" : "view of"
     "
    `);
  });

  it('as DOT', () => {
    expect(render('dot')).toMatchInlineSnapshot(`
     "digraph "shop" {
       graph [rankdir=RL, ranksep=1, nodesep=0.4]
       node [shape=plain, fontname="monospace", fontsize=11]
       edge [color="#64748b"]
       "table page_views" [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0"><TR><TD COLSPAN="3" BGCOLOR="#dbeafe"><B>page_views</B> table</TD></TR><TR><TD>PK</TD><TD ALIGN="LEFT">site</TD><TD ALIGN="LEFT">text</TD></TR><TR><TD></TD><TD ALIGN="LEFT">count</TD><TD ALIGN="LEFT">counter</TD></TR></TABLE>>, tooltip="table page_views"]
       "table products" [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0"><TR><TD COLSPAN="3" BGCOLOR="#dbeafe"><B>products</B> table</TD></TR><TR><TD>PK</TD><TD ALIGN="LEFT">id</TD><TD ALIGN="LEFT">uuid</TD></TR><TR><TD>CK↓</TD><TD ALIGN="LEFT">created_at</TD><TD ALIGN="LEFT">timestamp</TD></TR><TR><TD>S</TD><TD ALIGN="LEFT">vendor</TD><TD ALIGN="LEFT">text</TD></TR><TR><TD>IX</TD><TD ALIGN="LEFT">brand</TD><TD ALIGN="LEFT">text</TD></TR><TR><TD></TD><TD ALIGN="LEFT">homes</TD><TD ALIGN="LEFT">map&lt;text, frozen&lt;address&gt;&gt;</TD></TR></TABLE>>, tooltip="table products: Everything we sell"]
       "type address" [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0"><TR><TD COLSPAN="3" BGCOLOR="#ede9fe"><B>address</B> type</TD></TR><TR><TD></TD><TD ALIGN="LEFT">street</TD><TD ALIGN="LEFT">text</TD></TR><TR><TD></TD><TD ALIGN="LEFT">position</TD><TD ALIGN="LEFT">frozen&lt;geo&gt;</TD></TR></TABLE>>, tooltip="type address"]
       "type geo" [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0"><TR><TD COLSPAN="3" BGCOLOR="#ede9fe"><B>geo</B> type</TD></TR><TR><TD></TD><TD ALIGN="LEFT">lat</TD><TD ALIGN="LEFT">double</TD></TR></TABLE>>, tooltip="type geo"]
       "view products_by_brand" [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0"><TR><TD COLSPAN="3" BGCOLOR="#dcfce7"><B>products_by_brand</B> view</TD></TR><TR><TD>PK</TD><TD ALIGN="LEFT">brand</TD><TD ALIGN="LEFT">text</TD></TR><TR><TD>CK↑</TD><TD ALIGN="LEFT">id</TD><TD ALIGN="LEFT">uuid</TD></TR><TR><TD>CK↓</TD><TD ALIGN="LEFT">created_at</TD><TD ALIGN="LEFT">timestamp</TD></TR><TR><TD></TD><TD ALIGN="LEFT">vendor</TD><TD ALIGN="LEFT">text</TD></TR></TABLE>>, tooltip="view products_by_brand"]
       "type address" -> "type geo" [tooltip="position"]
       "table products" -> "type address" [tooltip="homes"]
       "view products_by_brand" -> "table products" [style=dashed]
     }
     "
    `);
  });

  it('as JSON has everything by name', () => {
    expect(JSON.parse(render('json'))).toMatchInlineSnapshot(`
     {
       "keyspace": "shop",
       "links": [
         {
           "by": [
             "position",
           ],
           "from": "address",
           "kind": "uses",
           "to": "geo",
         },
         {
           "by": [
             "homes",
           ],
           "from": "products",
           "kind": "uses",
           "to": "address",
         },
         {
           "from": "products_by_brand",
           "kind": "of",
           "to": "products",
         },
       ],
       "objects": [
         {
           "columns": [
             {
               "key": "partition",
               "name": "site",
               "type": "text",
             },
             {
               "name": "count",
               "type": "counter",
             },
           ],
           "kind": "table",
           "name": "page_views",
         },
         {
           "columns": [
             {
               "key": "partition",
               "name": "id",
               "type": "uuid",
             },
             {
               "key": "clustering",
               "name": "created_at",
               "order": "desc",
               "type": "timestamp",
             },
             {
               "name": "vendor",
               "static": true,
               "type": "text",
             },
             {
               "indexes": [
                 {
                   "column": "brand",
                   "name": "products_brand_idx",
                   "options": {},
                   "target": "values",
                   "using": "sai",
                 },
               ],
               "name": "brand",
               "type": "text",
             },
             {
               "name": "homes",
               "type": "map<text, frozen<address>>",
             },
           ],
           "comment": "Everything we sell",
           "kind": "table",
           "name": "products",
         },
         {
           "columns": [
             {
               "name": "street",
               "type": "text",
             },
             {
               "name": "position",
               "type": "frozen<geo>",
             },
           ],
           "kind": "type",
           "name": "address",
         },
         {
           "columns": [
             {
               "name": "lat",
               "type": "double",
             },
           ],
           "kind": "type",
           "name": "geo",
         },
         {
           "columns": [
             {
               "key": "partition",
               "name": "brand",
               "type": "text",
             },
             {
               "key": "clustering",
               "name": "id",
               "order": "asc",
               "type": "uuid",
             },
             {
               "key": "clustering",
               "name": "created_at",
               "order": "desc",
               "type": "timestamp",
             },
             {
               "name": "vendor",
               "type": "text",
             },
           ],
           "kind": "view",
           "name": "products_by_brand",
           "of": "products",
         },
       ],
     }
    `);
  });

  it('as SVG says what colours say: marks, kinds, full names and comments', () => {
    const texts = textsOf(render('svg'));
    expect(texts).toEqual(
      expect.arrayContaining([
        'table products: Everything we sell',
        'view products_by_brand of products',
        'CK↓',
        'IX',
        'S',
        'map<text, frozen<address>>',
        'brand text; index products_brand_idx using sai',
        'created_at timestamp; clustering key, descending',
      ]),
    );
  });

  it('as HTML has the image, and every column as text', () => {
    const page = render('html');
    expect(page).toContain('<svg xmlns="http://www.w3.org/2000/svg" class="erd"');
    expect(page).toContain(
      '<th scope="row" role="rowheader">homes</th><td role="cell" data-label="Type"><code>map&lt;text, frozen&lt;address&gt;&gt;</code></td>',
    );
    expect(page).toContain('index products_brand_idx using sai');
  });

  it('of nothing says so', () => {
    expect(textsOf(render('svg', schema({})))).toContain('No tables.');
    expect(render('mermaid', schema({}))).toBe('erDiagram\n');
    expect(render('html', schema({}))).toMatch(/<p>No tables, views or types.<\/p>\n<\/main>/);
  });

  it('is the same, byte for byte, whatever the order in which the server lists things', () => {
    const reversed = {
      ...SHOP,
      types: SHOP.types.toReversed(),
      tables: SHOP.tables.map((it) => ({ ...it, columns: it.columns.toReversed() })).toReversed(),
    };
    for (const format of DIAGRAM_FORMATS) expect(render(format, reversed)).toBe(render(format));
  });

  it('names objects of another keyspace with it', () => {
    const other = { ...schema({ tables: [table('audit', [column('id')])] }), keyspace: 'logs' };
    const { boxes } = diagramOf([SHOP, other]);
    expect(boxes.map(({ name }) => name)).toContain('logs.audit');
  });

  it('tells a table and a type of one name apart', () => {
    const both = schema({
      types: [{ name: 'address', fields: [column('street')] }],
      tables: [table('address', [column('id'), column('at', user('address'))])],
    });
    expect(render('mermaid', both)).toContain('"address" }o--|| "address_type" : "at"');
    expect(render('dot', both)).toContain('"table address" -> "type address"');
  });
});

describe('a part of a diagram', () => {
  it('has the named objects and the types that they are made of', () => {
    const { boxes, links } = selectBoxes(diagramOf([SHOP]), ['prod*']);
    expect(boxes.map(({ id }) => id)).toEqual(['table products', 'type address', 'type geo', 'view products_by_brand']);
    expect(links).toHaveLength(3);
  });

  it('keeps the types of the columns of a view whose table is left out', () => {
    const { boxes } = selectBoxes(diagramOf([SHOP]), ['products_by_brand']);
    expect(boxes.map(({ rows }) => rows.map(({ type }) => type))).toEqual([['text', 'uuid', 'timestamp', 'text']]);
  });

  it('knows the names that nothing has', () => {
    expect(unmatched(diagramOf([SHOP]), ['products', 'nothing', 'x*', 'a(b'])).toEqual(['nothing', 'x*', 'a(b']);
  });
});

describe('the format of a file', () => {
  it.each([
    ['docs/schema.svg', 'svg'],
    ['schema.HTML', 'html'],
    ['schema.gv', 'dot'],
    ['schema.mmd', 'mermaid'],
    ['schema.json', 'json'],
    ['schema', undefined],
    ['schema.txt', undefined],
  ])('%s is %s', (path, format) => expect(formatOfFile(path)).toBe(format));
});

describe('whatever the names and comments are', () => {
  const always = (check: (model: ReturnType<typeof schema>) => void) =>
    fc.assert(fc.property(anySchema(6), check), { numRuns: 40 });

  it('the SVG is one XML document of the elements that we write and no other', () => {
    const own = new Set(elementsOf(render('svg')));
    always((model) => {
      expect(elementsOf(render('svg', model)).filter((name) => !own.has(name))).toEqual([]);
    });
  });

  it('the page has the elements that we write and no other', () => {
    const own = new Set([...elementsOf(xhtml(render('html'))), 'p']);
    always((model) => {
      expect(elementsOf(xhtml(render('html', model))).filter((name) => !own.has(name))).toEqual([]);
    });
  });

  it('the Mermaid text is of its grammar', () => {
    always((model) => {
      expect(mermaidProblems(render('mermaid', model))).toEqual([]);
    });
  });

  it('the DOT text is quoted', () => {
    always((model) => {
      const { boxes, links } = diagramOf([model]);
      const { strings, labels } = dotTokens(render('dot', model));
      expect(labels).toHaveLength(boxes.length);
      expect(strings.length).toBe(
        3 + boxes.length * 2 + links.length * 2 + links.filter(({ kind }) => kind === 'uses').length,
      );
      for (const label of labels) expect(() => elementsOf(label)).not.toThrow();
    });
  });

  it('the JSON is the names as they are', () => {
    always((model) => {
      const { objects } = JSON.parse(render('json', model)) as {
        readonly objects: readonly { readonly name: string }[];
      };
      const names = [...model.tables, ...model.views, ...model.types].map(({ name }) => name);
      expect(objects.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    });
  });
});

/** The page as XML: without the declaration of HTML, and with its empty elements closed. */
const xhtml = (page: string) => page.replace('<!doctype html>\n', '').replaceAll(/<meta ([^>]*)>/g, '<meta $1/>');

function elementsOf(xml: string): readonly string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => names.push(name));
  parser.write(xml).close();
  return names;
}

function textsOf(xml: string): readonly string[] {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', (value) => texts.push(value));
  parser.write(xml).close();
  return texts;
}
