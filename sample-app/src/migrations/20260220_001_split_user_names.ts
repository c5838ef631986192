import { Migration, type MigrationContext, type Row } from 'nestjs-coodie';

const AT_ONCE = 100;

/** Reads every page of users; writes what can be written again, as a run that failed half-way is repeated. */
export default class SplitUserNames extends Migration {
  override description = 'Split users.name into first_name and last_name';

  override async upgrade(context: MigrationContext): Promise<void> {
    await context.execute('ALTER TABLE users ADD IF NOT EXISTS (first_name text, last_name text)');
    // The condition leaves alone who is renamed or deleted meanwhile.
    const cql = 'UPDATE users SET first_name = ?, last_name = ? WHERE id = ? IF name = ?';
    // All columns: in a database that never had a `name` there is none to ask for.
    const named = only(context.stream('SELECT * FROM users'), ({ name }) => typeof name === 'string');
    const count = await forEach(named, ({ id, name }) => context.execute(cql, [...split(String(name)), id, name]));
    context.logger.log(`${count} names split`);
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    const users = context.stream('SELECT id, name, first_name, last_name FROM users');
    const registeredSince = only(users, ({ name }) => name === null);
    const cql = 'UPDATE users SET name = ? WHERE id = ? IF first_name = ? AND last_name = ?';
    await forEach(registeredSince, ({ id, first_name, last_name }) =>
      context.execute(cql, [join(first_name, last_name), id, first_name, last_name]),
    );
    await context.execute('ALTER TABLE users DROP IF EXISTS (first_name, last_name)');
  }
}

/** "Ada King Lovelace": the last word is the last name. */
function split(name: string): readonly [string, string] {
  const words = name.trim().split(/\s+/);
  return words.length === 1 ? [name.trim(), ''] : [words.slice(0, -1).join(' '), words.at(-1) ?? ''];
}

function join(...names: readonly unknown[]): string {
  return names.filter(Boolean).join(' ');
}

async function* only(rows: AsyncIterable<Row>, isWanted: (row: Row) => boolean): AsyncGenerator<Row> {
  for await (const row of rows) if (isWanted(row)) yield row;
}

/** Works on some rows at once, and has no more than these in memory; answers how many there were. */
async function forEach(rows: AsyncIterable<Row>, work: (row: Row) => Promise<unknown>): Promise<number> {
  const waiting: Row[] = [];
  let count = 0;
  for await (const row of rows) {
    count += 1;
    waiting.push(row);
    if (waiting.length === AT_ONCE) await Promise.all(waiting.splice(0).map(work));
  }
  await Promise.all(waiting.map(work));
  return count;
}
