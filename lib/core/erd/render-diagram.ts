import { visibleJson } from '../text/visible.js';
import { diagramJson } from './describe-diagram.js';
import type { Diagram } from './diagram.js';
import { renderDot } from './render-dot.js';
import { renderHtml } from './render-html.js';
import { renderMermaid } from './render-mermaid.js';
import { renderSvg } from './render-svg.js';

export const DIAGRAM_FORMATS = ['mermaid', 'svg', 'html', 'dot', 'json'] as const;
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];

/** The diagram as text that ends with a line break. The same schema is the same text, byte for byte. */
export function renderDiagram(diagram: Diagram, format: DiagramFormat): string {
  return RENDERERS[format](diagram);
}

const RENDERERS: Readonly<Record<DiagramFormat, (diagram: Diagram) => string>> = {
  mermaid: renderMermaid,
  svg: renderSvg,
  html: renderHtml,
  dot: renderDot,
  json: (diagram) => `${visibleJson(diagramJson(diagram))}\n`,
};

const ENDINGS: Readonly<Record<string, DiagramFormat>> = {
  mmd: 'mermaid',
  mermaid: 'mermaid',
  svg: 'svg',
  html: 'html',
  htm: 'html',
  dot: 'dot',
  gv: 'dot',
  json: 'json',
};

/** The format that a file's name asks for. */
export function formatOfFile(path: string): DiagramFormat | undefined {
  return ENDINGS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
}
