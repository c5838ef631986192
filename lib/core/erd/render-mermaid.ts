import { visible } from '../text/visible.js';
import type { Box, BoxRow, Diagram, Link } from './diagram.js';

/** The diagram as text for Mermaid, which GitHub and GitLab draw. */
export function renderMermaid({ boxes, links }: Diagram): string {
  const names = entityNames(boxes);
  return `${[
    'erDiagram',
    ...boxes.flatMap((box) => entity(box, names.get(box.id) ?? '')),
    ...links.map((link) => relation(link, names)),
  ].join('\n')}\n`;
}

/** Entities are distinguished by one word each; it is the name, where that is a word and nothing else has it. */
function entityNames(boxes: readonly Box[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new TakenNames();
  for (const { id, kind, name } of boxes.toSorted(tablesFirst)) names.set(id, taken.take(word(name), kind));
  return names;
}

/** Names that are given out once each: `users`, `users_type`, `users_type_2`, `users_type_3` … */
class TakenNames {
  private readonly taken = new Set<string>();
  /** The number to try next after a stem: names without a word in common alphabets all have the same stem. */
  private readonly next = new Map<string, number>();

  take(wanted: string, kind: Box['kind']): string {
    const free = this.taken.has(wanted) ? this.numbered(`${wanted}_${kind}`) : wanted;
    this.taken.add(free);
    return free;
  }

  private numbered(stem: string): string {
    const number = this.next.get(stem) ?? 1;
    this.next.set(stem, number + 1);
    const name = number === 1 ? stem : `${stem}_${number}`;
    return this.taken.has(name) ? this.numbered(stem) : name;
  }
}

const tablesFirst = (a: Box, b: Box) => Number(a.kind === 'type') - Number(b.kind === 'type');

function entity({ name, rows }: Box, entityName: string): readonly string[] {
  const alias = entityName === name || name === '' ? '' : `["${encoded(name)}"]`;
  return [`  "${entityName}"${alias} {`, ...rows.map(attribute), '  }'];
}

/** A column: its type, name and key, and as a comment what Mermaid has no mark for. */
function attribute(row: BoxRow): string {
  const name = attributeName(row.name);
  const key = row.key === 'partition' ? ['PK'] : [];
  const comments = [...marksBesideKey(row), ...(name === row.name || row.name === '' ? [] : [row.name])];
  const comment = comments.length === 0 ? [] : [`"${comments.map(encoded).join(', ')}"`];
  return `    ${[typeName(row.type), name, ...key, ...comment].join(' ')}`;
}

function marksBesideKey({ key, order, static: isStatic, indexes }: BoxRow): readonly string[] {
  return [
    ...(key === 'clustering' ? [order === 'desc' ? 'CK desc' : 'CK'] : []),
    ...(isStatic ? ['static'] : []),
    ...(indexes.length > 0 ? ['indexed'] : []),
  ];
}

function relation({ kind, from, to, by }: Link, names: ReadonlyMap<string, string>): string {
  const line = kind === 'of' ? '||..||' : '}o--||';
  const label = kind === 'of' ? 'view of' : by.map(word).join(', ');
  return `  "${names.get(from)}" ${line} "${names.get(to)}" : "${label}"`;
}

/** A name as a word of letters, digits and `_`. */
function word(name: string): string {
  const plain = name.replaceAll(/\W+/g, '_');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** In the list of attributes these words mean keys, whatever their place. */
function attributeName(name: string): string {
  return /^(?:pk|fk|uk)$/i.test(name) ? `_${name}` : word(name);
}

/** `map<text, frozen<address>>` is `map(text-frozen(address))`: a type has no `<`, comma or blank. */
function typeName(type: string): string {
  const plain = type
    .replaceAll('<', '(')
    .replaceAll('>', ')')
    .replaceAll(', ', '-')
    .replaceAll(/[^\w()-]+/g, '_');
  return /^(?:pk|fk|uk)(?!\w)/i.test(plain) || !/^[A-Za-z_]/.test(plain) ? `_${plain}` : plain;
}

/** A text in quotes. Whatever could end it, be taken for a keyword, or be run by a browser is written as its code. */
function encoded(text: string): string {
  return visible(text).replaceAll(/[^\w ().-]|(?<=direction) |\p{Surrogate}/giu, code);
}

function code(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `#${0xd800 <= number && number <= 0xdfff ? 0xfffd : number};`;
}
