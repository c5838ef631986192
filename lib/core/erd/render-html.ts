import { Markup, markup } from '../text/markup.js';
import type { Diagram } from './diagram.js';
import { LEGEND } from './marks.js';
import { objectList } from './object-list.js';
import { PAGE_STYLE } from './page-style.js';
import { svgElement } from './render-svg.js';

/** The diagram as a page that needs nothing else: the image, and everything in it as text. */
export function renderHtml(diagram: Diagram): string {
  const { keyspace } = diagram;
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Schema of ${keyspace}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>Schema of ${keyspace}</h1>
${drawing(diagram)}
${diagram.boxes.length === 0 ? '' : markup`<h2>Tables, views and types</h2>\n${objectList(diagram)}`}</main>
</body>
</html>
`;
  return text;
}

/** The image in a frame of its own that scrolls, by the keyboard too: the page never does so sideways. */
export function drawing(diagram: Diagram): Markup {
  if (diagram.boxes.length === 0) return markup`<p>No tables, views or types.</p>`;
  return markup`<div class="wide drawing" role="region" aria-label="Image of ${diagram.keyspace}" tabindex="0">${svgElement(diagram, 'without legend')}</div>
<p class="quiet">${LEGEND}</p>`;
}
