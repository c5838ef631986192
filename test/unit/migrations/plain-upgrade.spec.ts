import { readPlainUpgrade } from '../../../lib/migrations/run/plain-upgrade.js';

const upgrade = (body: string, head = 'async upgrade(context: MigrationContext): Promise<void>') =>
  `export default class A extends Migration {\n  override ${head} {\n${body}\n  }\n  async downgrade(context) {}\n}`;

describe('the statements of an upgrade in code', () => {
  it.each<readonly [title: string, source: string, statements: readonly string[]]>([
    ['in single quotes', upgrade("await context.execute('A');"), ['A']],
    ['in double quotes, over lines', upgrade('await context.execute(\n  "it\'s",\n);'), ["it's"]],
    ['in a template', upgrade('await context.execute(`A\n  B`)'), ['A\n  B']],
    ['with escapes', upgrade(String.raw`await context.execute('it\'s \\ "n"\n');`), ['it\'s \\ "n"\n']],
    [
      'with comments',
      upgrade("// one\nawait context.execute('A'); /* two */\nawait context.execute('B');"),
      ['A', 'B'],
    ],
    ['as tsc writes them', upgrade('await ctx.execute("A");', 'async upgrade(ctx)'), ['A']],
    ['of none', upgrade(''), []],
  ])('are read %s', (_, source, statements) => {
    expect(readPlainUpgrade(source)).toEqual(statements);
  });

  it.each([
    ['with parameters', upgrade("await context.execute('A', [1]);")],
    ['in a condition', upgrade("if (x) await context.execute('A');")],
    ['with a value in a template', upgrade('await context.execute(`A ${b}`);')],
    ['made at run time', upgrade("await context.execute('A' + b);")],
    ['not awaited', upgrade("context.execute('A');")],
    ['of another object', upgrade("await other.execute('A');")],
    ['with an escape that stands for a code', upgrade(String.raw`await context.execute('\u0041');`)],
    ['of two classes', upgrade("await context.execute('A');") + upgrade('')],
    ['of no class', 'export const a = 1;'],
    ['of half a class', 'async upgrade(context) { await context.execute("A");'],
  ])('are not guessed %s', (_, source) => {
    expect(readPlainUpgrade(source)).toBeUndefined();
  });
});
