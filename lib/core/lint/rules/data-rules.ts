import { clauseOf, type DataStatement } from '../../cql/data-statement.js';
import { identifierOf } from '../../cql/qualified-name.js';
import { depthsIn, isComma, splitAt } from '../../lexer/token-list.js';
import type { Token } from '../../lexer/tokenize.js';
import type { Step } from '../input/replay.js';
import { inStatements, inUpgrades, when, type Rule } from '../input/rule.js';
import { hasWords, knownTable, nameOf } from '../input/step.js';
import { severalPartitions } from './batch-partitions.js';

/** About reading and writing rows. */
export const DATA_RULES: readonly Rule[] = [
  {
    code: 'C301',
    severity: 'warning',
    title: 'Reads a whole table',
    why: 'Without WHERE or LIMIT, every host returns all of its rows. `execute` holds them all in memory, and one slow range fails the whole read.',
    instead: 'Use `context.backfill` or `context.stream`, or read by partition; waive this if the table is small.',
    find: inStatements((step) =>
      selects(step).flatMap((read) => when(isUnbounded(read), `reads all of ${nameOf(read.table)}`)),
    ),
  },
  {
    code: 'C302',
    severity: 'info',
    title: 'A SELECT in a script',
    why: 'A script cannot use the rows, and they are not shown.',
    instead: 'Remove it; to use the rows, write the migration in code.',
    find: inStatements((step) =>
      when(step.migration.form === 'script' && selects(step).length > 0, 'its rows go nowhere'),
    ),
  },
  {
    code: 'C303',
    severity: 'warning',
    title: 'ALLOW FILTERING',
    why: 'The hosts read everything and discard most of it. On a table of any size this times out.',
    instead: 'Query by partition, or create a table for the query.',
    find: inStatements((step) =>
      when(
        selects(step).some(({ tokens }) => hasWords(tokens, 'ALLOW', 'FILTERING')),
        'filters on the server',
      ),
    ),
  },
  {
    code: 'C304',
    severity: 'warning',
    title: 'A write that adds to the current value',
    why: 'A migration in code that is resumed sends its writes again, and a write whose answer was lost may have taken effect. A counter then counts twice, and a list contains the value twice.',
    instead: 'Write values, not differences: `UPDATE … SET total = 5`; sets and maps instead of lists.',
    find: inStatements((step) => dataOf(step).flatMap((write) => accumulations(step, write))),
  },
  {
    code: 'C305',
    severity: 'warning',
    title: 'A write that is different each time',
    why: 'now(), uuid() and similar functions return another value each time. A migration that is resumed then writes another row or another value.',
    instead: 'Take the value from the row, or write a constant into the migration.',
    find: inStatements((step) => dataOf(step).flatMap((write) => (write.verb === 'SELECT' ? [] : changing(write)))),
  },
  {
    code: 'C306',
    severity: 'info',
    title: 'SELECT *',
    why: 'It reads columns that the code does not need or that a later migration adds. A prepared `SELECT *` may return the old columns for a while after an ALTER.',
    instead: 'Name the columns.',
    find: inStatements((step) =>
      when(
        selects(step).some(({ tokens }) => tokens[1]?.text === '*'),
        'reads every column there is',
      ),
    ),
  },
  {
    code: 'C307',
    severity: 'warning',
    title: 'A batch over several partitions',
    why: 'The coordinator writes a logged batch to two other hosts before it sends it to the replicas. It is slower than separate statements, and refused above 50 kB.',
    instead: 'Send the statements separately, or batch by partition.',
    find: inStatements((step) => (step.statement.class.kind === 'batch' ? severalPartitions(step) : [])),
  },
  {
    code: 'C308',
    severity: 'warning',
    title: 'TRUNCATE',
    why: 'It fails unless every host is up. If its answer is lost, nothing shows whether it took effect, so the run stops and asks.',
    instead: 'Drop the table and create one with another name; or truncate by hand while every host is up.',
    find: inUpgrades(({ statement: { class: statement } }) =>
      when(statement.kind === 'truncate', 'needs every host to be up'),
    ),
  },
];

function dataOf({ statement: { class: statement, data } }: Step): readonly DataStatement[] {
  return ['read', 'write', 'batch'].includes(statement.kind) ? data : [];
}

const selects = (step: Step) => dataOf(step).filter(({ verb }) => verb === 'SELECT');

function isUnbounded({ tokens, table }: DataStatement): boolean {
  if (!table || table.keyspace?.startsWith('system')) return false;
  return !['WHERE', 'LIMIT'].some((keyword) => hasWords(tokens, keyword));
}

/** `SET a = a + …`, where `a` is a counter or a list, or what is added says so. */
function accumulations(step: Step, { verb, table, tokens }: DataStatement): readonly string[] {
  if (verb !== 'UPDATE') return [];
  const columns = knownTable(step, table)?.columns;
  const assignments = splitAt(clauseOf(tokens, 'SET', 'WHERE', 'IF'), isComma);
  return assignments.flatMap((assignment) => {
    const column = accumulatedColumn(assignment);
    if (column === undefined) return [];
    const type = columns?.find(({ name }) => name === column)?.type;
    const isRepeatable = type ? type.kind === 'set' || type.kind === 'map' : !addsNumberOrList(assignment);
    return when(!isRepeatable, `${column} is made of what it was`);
  });
}

/** The `a` of `a = a + 1`, `a = a - ?`, `a = [1] + a` and `a += 1`. */
function accumulatedColumn(assignment: readonly Token[]): string | undefined {
  const column = identifierOf(assignment[0]);
  const top = outside(assignment);
  const isSum = top.some(({ text }) => text === '+' || text === '-');
  const names = top.map((token) => identifierOf(token));
  const isShort = assignment[1]?.text !== '=' && assignment[2]?.text === '=';
  return isSum && (isShort || names.lastIndexOf(column) > 0) ? column : undefined;
}

/** The tokens that are in no bracket; the brackets that open are among them. */
function outside(tokens: readonly Token[]): readonly Token[] {
  const depths = depthsIn(tokens);
  return tokens.filter((_, index) => depths[index] === 0);
}

function addsNumberOrList(assignment: readonly Token[]): boolean {
  return outside(assignment)
    .slice(2)
    .some(({ kind, text }) => kind === 'number' || text === '[');
}

const CHANGING: ReadonlySet<string> = new Set([
  'now',
  'uuid',
  'currenttimestamp',
  'currentdate',
  'currenttime',
  'currenttimeuuid',
  'current_timestamp',
  'current_date',
  'current_time',
  'current_timeuuid',
]);

function changing({ tokens }: DataStatement): readonly string[] {
  const calls = tokens.filter(({ kind, text }, index) => {
    const name = text.toLowerCase();
    return kind === 'word' && tokens[index + 1]?.text === '(' && CHANGING.has(name);
  });
  return calls.map(({ text }) => `${text}() is another value each time`);
}
