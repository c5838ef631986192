import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diagramOf, type Diagram } from '../../core/erd/diagram.js';
import { formatOfFile, renderDiagram } from '../../core/erd/render-diagram.js';
import { selectBoxes, unmatched } from '../../core/erd/select-boxes.js';
import { suggestion } from '../../core/text/suggestion.js';
import { visible } from '../../core/text/visible.js';
import { formatCount } from '../../core/text/figures.js';
import { drawnSchemas, type Drawn } from '../generate/drawn-schemas.js';
import type { Project } from '../generate/project.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { Settings } from '../settings/settings.js';
import { writing } from '../settings/writing.js';
import type { Terminal } from '../terminal/terminal.js';

export interface DrawingRun {
  readonly project: Project;
  readonly settings: Settings;
  readonly terminal: Terminal;
}

/** Draws what the entities declare, what the migrations leave or what the database has, on standard output or into a file. */
export async function drawSchema({ project, settings, terminal }: DrawingRun): Promise<ExitCode> {
  const { out, only, from: wanted } = settings.task;
  const format = settings.task.format ?? formatOfFile(out ?? '') ?? 'mermaid';
  const { schemas, from } = drawnSchemas(project, wanted);
  const diagram = partOf(diagramOf(schemas), only);
  const text = renderDiagram(diagram, format);
  const json = { keyspace: project.keyspace, from, format };
  if (out === undefined) {
    terminal.show({ text: text.trimEnd(), json: { ...json, text } });
    return EXIT.done;
  }
  await writing(out, async () => {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, text);
  });
  terminal.show({ text: written(out, diagram, from), json: { ...json, out } });
  return EXIT.done;
}

function partOf(diagram: Diagram, only: readonly string[]): Diagram {
  if (only.length === 0) return diagram;
  const unknown = unmatched(diagram, only);
  if (unknown.length === 0) return selectBoxes(diagram, only);
  const names = diagram.boxes.map(({ name }) => name);
  throw new UsageError(
    unknown.map((name) => `--only: there is no table, view or type ${visible(name)}${suggestion(name, names)}`),
  );
}

const SOURCES: Readonly<Record<Drawn['from'], string>> = {
  entities: 'the entities',
  history: 'the migrations',
  database: 'the database',
};

function written(out: string, { boxes }: Diagram, from: Drawn['from']): string {
  const of = (kind: (typeof boxes)[number]['kind']) => boxes.filter((box) => box.kind === kind).length;
  const counts = [formatCount(of('table'), 'table'), formatCount(of('view'), 'view'), formatCount(of('type'), 'type')];
  return `${visible(out)} written: ${counts.join(', ')}, from ${SOURCES[from]}`;
}
