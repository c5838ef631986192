import { visible } from '../text/visible.js';
import type { ClassName } from './class-names.js';
import { HEADER, renderImport, type SourceFile } from './render-class.js';
import { enclose, LINE_WIDTH } from './render-expression.js';

/** The file that exports every class, and all of them as a list. */
export function renderIndex(classes: readonly ClassName[], notes: readonly string[]): SourceFile {
  const names = classes.map(({ className }) => className);
  const lines = [
    `${HEADER}: everything of the keyspace, for CoodieModule.forFeature(ENTITIES).`,
    ...notes.map((note) => `// ${visible(note)}`),
    `import type { EntityClass } from 'nestjs-coodie';`,
    ...classes.map((name) => renderImport('import', name)),
    '',
    ...(names.length === 0 ? [] : [`export ${listOf('{}', names)};`, '']),
    `export const ENTITIES: readonly EntityClass[] = ${listOf('[]', names)};`,
    '',
  ];
  return { fileName: 'index.ts', text: lines.join('\n') };
}

/** Room for the words before it and the semicolon. */
const BESIDE = 'export const ENTITIES: readonly EntityClass[] = ;'.length;

function listOf(brackets: '{}' | '[]', names: readonly string[]): string {
  const inside = names.join(', ');
  const line = brackets === '[]' ? `[${inside}]` : `{ ${inside} }`;
  const beside = brackets === '[]' ? BESIDE : 'export ;'.length;
  return line.length + beside <= LINE_WIDTH ? line : enclose(brackets, names, 0);
}
