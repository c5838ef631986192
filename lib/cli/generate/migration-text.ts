import { quoteAsPrettier } from '../../core/source/quote-string.js';
import { visible } from '../../core/text/visible.js';

/** Everything that is written into the file of a migration. A line break in a name of the database ends no comment. */
export interface MigrationText {
  /** The part of the name behind date and number. */
  readonly title: string;
  readonly description: string;
  /** Lines at the top: what the migration leaves out. */
  readonly notes: readonly string[];
  readonly allowDestructive: boolean;
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
  /** Why there is no downgrade; empty where there is one. */
  readonly obstacles: readonly string[];
  /** Losses that the downgrade does not make good. */
  readonly remarks: readonly string[];
}

/** A `.cql` migration. */
export function renderScript(text: MigrationText): string {
  const { description, notes, allowDestructive, upgrade, downgrade, obstacles, remarks } = text;
  const statements = (list: readonly string[]) => list.map((cql) => `${cql};`);
  return lines([
    ...notes.map((note) => `-- Note: ${visible(note)}`),
    `-- description: ${visible(description)}`,
    ...(allowDestructive ? ['-- allow-destructive'] : []),
    ...(obstacles.length === 0 ? [] : [`-- coodie:allow C103 ${visible(obstacles.join('; '))}`]),
    '',
    '-- upgrade',
    ...statements(upgrade),
    ...(obstacles.length === 0
      ? ['', '-- downgrade', ...remarks.map((remark) => `-- Note: ${visible(remark)}.`), ...statements(downgrade)]
      : []),
  ]);
}

/** A migration in TypeScript, as prettier writes it by default. */
export function renderClass(text: MigrationText): string {
  const { title, description, notes, allowDestructive, upgrade, obstacles } = text;
  return lines([
    'import { Migration, type MigrationContext } from "nestjs-coodie";',
    '',
    ...notes.map((note) => `// ${visible(note)}`),
    `export default class ${className(title)} extends Migration {`,
    ...property('description', quoteAsPrettier(description)),
    ...(allowDestructive ? property('allowDestructive', 'true') : []),
    ...obstacles.map((obstacle) => `  // No way back: ${visible(obstacle)}.`),
    ...(obstacles.length === 0 ? [] : property('reversible', 'false')),
    '',
    '  override async upgrade(context: MigrationContext): Promise<void> {',
    ...upgrade.flatMap(execution),
    '  }',
    ...(obstacles.length === 0 ? downgradeMethod(text) : []),
    '}',
  ]);
}

function downgradeMethod({ downgrade, remarks }: MigrationText): readonly string[] {
  return [
    '',
    '  override async downgrade(context: MigrationContext): Promise<void> {',
    ...remarks.map((remark) => `    // Note: ${visible(remark)}.`),
    ...downgrade.flatMap(execution),
    '  }',
  ];
}

const WIDTH = 80;

function property(name: string, value: string): readonly string[] {
  const line = `  override ${name} = ${value};`;
  return line.length <= WIDTH ? [line] : [`  override ${name} =`, `    ${value};`];
}

function execution(cql: string): readonly string[] {
  const literal = quoteAsPrettier(cql);
  const line = `    await context.execute(${literal});`;
  return line.length <= WIDTH ? [line] : ['    await context.execute(', `      ${literal},`, '    );'];
}

/** `add_rating` is `AddRating`. */
export function className(title: string): string {
  const name = title.replaceAll(/(?:^|_)([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(name) ? `Migration${name}` : name;
}

const lines = (all: readonly string[]) => `${all.join('\n')}\n`;
