import type { ColumnCopy, Copy, TableCopy } from '../../core/draft/copy.js';
import { formatCqlType } from '../../core/model/cql-type.js';
import { eachIsGiven, quoteName } from '../../core/model/identifier.js';
import type { ColumnModel } from '../../core/model/schema-model.js';
import { quoteAsPrettier } from '../../core/source/quote-string.js';
import { sayHow } from '../../core/source/say-how.js';
import { visible } from '../../core/text/visible.js';
import { className } from './migration-text.js';

export type WrittenCopy = Exclude<Copy, { kind: 'refused' }>;

/** Everything that is written into the file of a migration that copies. */
export interface CopyText {
  readonly title: string;
  readonly description: string;
  readonly copies: readonly WrittenCopy[];
}

/** Why there is no downgrade. */
export const NO_WAY_BACK = 'the application may have written to the copies since';

/** A migration that copies, in TypeScript, as prettier writes it by default. */
export function renderCopies({ title, description, copies }: CopyText): string {
  const conversions = conversionsOf(copies);
  const blocks = copies.map((copy, index) => blockOf(copy, { conversions, name: nameOf(copies, index) }));
  return `${[
    'import { Migration, type MigrationContext } from "nestjs-coodie";',
    '',
    `export default class ${className(title)} extends Migration {`,
    ...assigned(2, 'override description = ', quoteAsPrettier(description), ';'),
    `  // No way back: ${NO_WAY_BACK}.`,
    '  override reversible = false;',
    '',
    '  override async upgrade(context: MigrationContext): Promise<void> {',
    ...blocks.flat(),
    '  }',
    '}',
    ...conversions.flatMap(conversionLines),
  ].join('\n')}\n`;
}

/** A function that a person writes: it makes a value of one type of one of another. */
interface Conversion {
  readonly name: string;
  readonly from: ColumnModel;
  readonly to: ColumnModel;
}

interface Block {
  readonly conversions: readonly Conversion[];
  /** Name of the backfill; a migration with one needs none. */
  readonly name: string | undefined;
}

function conversionsOf(copies: readonly WrittenCopy[]): readonly Conversion[] {
  const pairs = copies.flatMap((copy) => (copy.kind === 'table' ? copy.converted : convertedOf(copy)));
  const names = pairs.map(([, { name }]) => `convert${className(name.toLowerCase().replaceAll(/\W+/g, '_'))}`);
  const isOnce = (name: string) => names.filter((other) => other === name).length === 1;
  return pairs.map(([from, to], index) => {
    const name = names[index] ?? '';
    return { name: pairs.length === 1 ? 'convert' : isOnce(name) ? name : `${name}${index + 1}`, from, to };
  });
}

const convertedOf = ({ from, to, isDirect }: ColumnCopy) => (isDirect ? [] : [[from, to] as const]);

function nameOf(copies: readonly WrittenCopy[], index: number): string | undefined {
  const copy = copies[index];
  if (!copy || copies.length === 1) return undefined;
  return copy.kind === 'table' ? `${copy.from.name} to ${copy.to.name}` : `${copy.table.name}.${copy.to.name}`;
}

function blockOf(copy: WrittenCopy, block: Block): readonly string[] {
  return copy.kind === 'column' ? columnBlock(copy, block) : tableBlock(copy, block);
}

function columnBlock(copy: ColumnCopy, block: Block): readonly string[] {
  const { table, from, to } = copy;
  return [
    '    await context.backfill({',
    ...(block.name === undefined ? [] : entry(6, 'name', quoteAsPrettier(block.name))),
    ...entry(6, 'table', quoteAsPrettier(table.name)),
    ...listed(6, 'columns: ', [from.name, to.name].map(quoteAsPrettier)),
    '      row: (row) => {',
    ...writeOf(copy, block),
    '      },',
    '    });',
  ];
}

function writeOf({ table, from, to, key }: ColumnCopy, { conversions }: Block): readonly string[] {
  const converted = conversions.find((conversion) => conversion.from === from && conversion.to === to);
  const value = converted ? `${converted.name}(${valueOf(from.name)})` : valueOf(from.name);
  const cql = `UPDATE ${quoteName(table.name)} SET ${quoteName(to.name)} = ? WHERE ${eachIsGiven(key)}`;
  const clustering = table.clusteringKey.map(({ column }) => column);
  return [
    '        // There is nothing to copy, or the application has written it.',
    ...returnedIf([...emptyIn(from, to, clustering), `${valueOf(to.name)} !== null`]),
    '        return {',
    ...entry(10, 'cql', quoteAsPrettier(cql)),
    ...listed(10, 'params: ', [value, ...key.map(valueOf)]),
    '        };',
  ];
}

/** A partition of static columns alone has a row whose clustering columns are null. */
function emptyIn(from: ColumnModel, to: ColumnModel, clustering: readonly string[]): readonly string[] {
  const rowless = from.static && !to.static ? clustering.slice(0, 1).map((name) => `${valueOf(name)} === null`) : [];
  return [`${valueOf(from.name)} === null`, ...rowless];
}

function tableBlock({ from, to, converted }: TableCopy, { conversions, name }: Block): readonly string[] {
  const used = conversions.filter((conversion) =>
    converted.some(([source, target]) => conversion.from === source && conversion.to === target),
  );
  return [
    '    await context.copyTable({',
    ...(name === undefined ? [] : entry(6, 'name', quoteAsPrettier(name))),
    ...entry(6, 'from', quoteAsPrettier(from.name)),
    ...entry(6, 'to', quoteAsPrettier(to.name)),
    ...(used.length === 0 ? [] : convertedRow(used)),
    '    });',
  ];
}

function convertedRow(used: readonly Conversion[]): readonly string[] {
  return [
    '      row: (row) => ({',
    '        ...row,',
    ...used.map(({ name, to }) => `        ${keyOf(to.name)}: ${name}(${valueOf(to.name)}),`),
    '      }),',
  ];
}

function conversionLines({ name, from, to }: Conversion): readonly string[] {
  return [
    '',
    `// ${visible(`${formatCqlType(from.type)} → ${formatCqlType(to.type)}`)}`,
    `function ${name}(_value: unknown): unknown {`,
    ...called(2, 'throw new Error(', quoteAsPrettier(sayHow(from.type, to.type)), ');'),
    '}',
  ];
}

const valueOf = (column: string) => `row[${quoteAsPrettier(column)}]`;

const keyOf = (column: string) => (/^[A-Za-z_$][\w$]*$/.test(column) ? column : quoteAsPrettier(column));

const WIDTH = 80;
const indent = (spaces: number) => ' '.repeat(spaces);

/** A property of an object; prettier breaks no line after a key of up to four letters. */
function entry(spaces: number, key: string, value: string): readonly string[] {
  return key.length < 5 ? [`${indent(spaces)}${key}: ${value},`] : assigned(spaces, `${key}: `, value, ',');
}

/** A value on the line of its name, or on a line of its own. */
function assigned(spaces: number, name: string, value: string, end: string): readonly string[] {
  const line = `${indent(spaces)}${name}${value}${end}`;
  return line.length <= WIDTH ? [line] : [`${indent(spaces)}${name.trimEnd()}`, `${indent(spaces + 2)}${value}${end}`];
}

function called(spaces: number, start: string, argument: string, end: string): readonly string[] {
  const line = `${indent(spaces)}${start}${argument}${end}`;
  return line.length <= WIDTH
    ? [line]
    : [`${indent(spaces)}${start}`, `${indent(spaces + 2)}${argument},`, `${indent(spaces)}${end}`];
}

function listed(spaces: number, name: string, items: readonly string[]): readonly string[] {
  const line = `${indent(spaces)}${name}[${items.join(', ')}],`;
  if (line.length <= WIDTH) return [line];
  return [`${indent(spaces)}${name}[`, ...items.map((item) => `${indent(spaces + 2)}${item},`), `${indent(spaces)}],`];
}

function returnedIf(conditions: readonly string[]): readonly string[] {
  const [margin, inner] = [indent(8), indent(10)];
  const head = `${margin}if (${conditions.join(' || ')})`;
  const end = 'return undefined;';
  if (`${head} ${end}`.length <= WIDTH) return [`${head} ${end}`];
  if (head.length <= WIDTH) return [head, `${inner}${end}`];
  const last = conditions.length - 1;
  const parts = conditions.map((condition, index) => `${inner}${condition}${index < last ? ' ||' : ''}`);
  return [`${margin}if (`, ...parts, `${margin})`, `${inner}${end}`];
}
