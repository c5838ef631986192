/** A migration that creates one table, in the language of a file's ending. */
export function migrationText(ending: string, table: string): string {
  const create = `CREATE TABLE ${table} (id int PRIMARY KEY)`;
  const body = `class Create { async upgrade(context) { await context.execute('${create}'); } }`;
  if (ending === 'cql') return `-- upgrade\n${create};\n-- downgrade\nDROP TABLE ${table};\n`;
  return ending === 'cjs'
    ? `module.exports = ${body};\n`
    : `export default ${body.replace('context)', CONTEXT[ending] ?? 'context)')};\n`;
}

const CONTEXT: Readonly<Record<string, string>> = {
  ts: 'context: { execute(cql: string): Promise<unknown> })',
  mts: 'context: { execute(cql: string): Promise<unknown> })',
};
