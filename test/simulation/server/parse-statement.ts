import { syntaxError } from './server-error.js';
import { parseTerm } from './parse-term.js';
import type {
  Assignment,
  Batch,
  Comparison,
  Condition,
  Modification,
  Select,
  Selector,
  Statement,
  Term,
  Using,
} from './statement.js';
import { TokenReader } from './token-reader.js';

const parsed = new Map<string, Statement>();

/** Reads one statement. Texts are parsed once for all simulations. */
export function parseStatement(cql: string): Statement {
  const known = parsed.get(cql);
  if (known) return known;
  const statement = parseOf(new TokenReader(cql), cql);
  if (parsed.size < 20_000) parsed.set(cql, statement);
  return statement;
}

const SCHEMA_VERBS = ['CREATE', 'ALTER', 'DROP'] as const;

function parseOf(reader: TokenReader, cql: string): Statement {
  if (SCHEMA_VERBS.some((verb) => reader.is(verb))) return { kind: 'schema', cql };
  if (reader.accept('TRUNCATE')) {
    reader.accept('TABLE');
    return { kind: 'truncate', table: reader.tableName() };
  }
  const statement = parseData(reader);
  if (!reader.isAtEnd) throw reader.unexpected();
  return statement;
}

function parseData(reader: TokenReader): Select | Modification | Batch {
  if (reader.accept('SELECT')) return parseSelect(reader);
  return reader.accept('BEGIN') ? parseBatch(reader) : parseModification(reader);
}

function parseSelect(reader: TokenReader): Select {
  const selectors = reader.acceptSymbol('*') ? [] : parseSelectors(reader);
  reader.expect('FROM');
  const table = reader.tableName();
  const where = reader.accept('WHERE') ? parseComparisons(reader) : [];
  const limit = reader.accept('LIMIT') ? parseTerm(reader) : undefined;
  return { kind: 'select', table, selectors, where, limit, filtering: reader.accept('ALLOW', 'FILTERING') };
}

function parseSelectors(reader: TokenReader): readonly Selector[] {
  const selectors: Selector[] = [];
  do selectors.push(parseSelector(reader));
  while (reader.acceptSymbol(','));
  return selectors;
}

function parseSelector(reader: TokenReader): Selector {
  const first = reader.name();
  if (!reader.acceptSymbol('(')) return { of: 'column', column: first, as: parseAlias(reader, first) };
  const column = reader.acceptSymbol('*') ? '' : reader.name();
  reader.expectSymbol(')');
  if (first === 'count') return { of: 'count', column, as: parseAlias(reader, 'count') };
  if (first !== 'ttl' && first !== 'writetime') throw syntaxError(`Unknown function '${first}'`);
  return { of: first, column, as: parseAlias(reader, `${first}(${column})`) };
}

const parseAlias = (reader: TokenReader, otherwise: string) => (reader.accept('AS') ? reader.name() : otherwise);

function parseComparisons(reader: TokenReader): readonly Comparison[] {
  const comparisons: Comparison[] = [];
  do comparisons.push(parseComparison(reader));
  while (reader.accept('AND'));
  return comparisons;
}

function parseComparison(reader: TokenReader): Comparison {
  const column = reader.name();
  if (reader.accept('IN')) {
    if (!reader.acceptSymbol('(')) return { column, operator: 'IN', terms: [parseTerm(reader)] };
    return { column, operator: 'IN', terms: reader.listUntil(')', () => parseTerm(reader)) };
  }
  return { column, operator: parseOperator(reader), terms: [parseTerm(reader)] };
}

function parseOperator(reader: TokenReader): Comparison['operator'] {
  if (reader.acceptSymbol('=')) return '=';
  if (reader.acceptSymbol('!')) {
    reader.expectSymbol('=');
    return '!=';
  }
  if (reader.acceptSymbol('<')) return reader.acceptSymbol('=') ? '<=' : '<';
  if (reader.acceptSymbol('>')) return reader.acceptSymbol('=') ? '>=' : '>';
  throw reader.unexpected();
}

function parseBatch(reader: TokenReader): Batch {
  if (!reader.accept('UNLOGGED')) reader.accept('COUNTER');
  reader.expect('BATCH');
  const using = parseUsing(reader);
  const writes: Modification[] = [];
  while (!reader.accept('APPLY', 'BATCH')) {
    writes.push(parseModification(reader));
    reader.acceptSymbol(';');
  }
  return { kind: 'batch', using, writes };
}

function parseModification(reader: TokenReader): Modification {
  if (reader.accept('INSERT', 'INTO')) return parseInsert(reader);
  if (reader.accept('UPDATE')) return parseUpdate(reader);
  if (reader.accept('DELETE')) return parseDelete(reader);
  throw reader.unexpected();
}

function parseInsert(reader: TokenReader): Modification {
  const table = reader.tableName();
  reader.expectSymbol('(');
  const columns = reader.listUntil(')', () => reader.name());
  reader.expect('VALUES');
  reader.expectSymbol('(');
  const terms = reader.listUntil(')', () => parseTerm(reader));
  if (columns.length !== terms.length) throw syntaxError('Unmatched column names/values');
  const condition: Condition | undefined = reader.accept('IF', 'NOT', 'EXISTS') ? { kind: 'not-exists' } : undefined;
  const assignments = columns.map((column, index): Assignment => {
    return { column, operator: 'set', term: terms[index] ?? { kind: 'value', value: undefined } };
  });
  const using = parseUsing(reader);
  return { kind: 'write', verb: 'INSERT', table, assignments, where: [], deleted: [], using, condition };
}

function parseUpdate(reader: TokenReader): Modification {
  const table = reader.tableName();
  const using = parseUsing(reader);
  reader.expect('SET');
  const assignments: Assignment[] = [];
  do assignments.push(parseAssignment(reader));
  while (reader.acceptSymbol(','));
  reader.expect('WHERE');
  const where = parseComparisons(reader);
  const condition = parseCondition(reader);
  return { kind: 'write', verb: 'UPDATE', table, assignments, where, deleted: [], using, condition };
}

function parseAssignment(reader: TokenReader): Assignment {
  const column = reader.name();
  reader.expectSymbol('=');
  const isOwn = reader.peek()?.kind === 'word' && reader.peek()?.text.toLowerCase() === column;
  if (isOwn) {
    reader.name();
    const operator = reader.acceptSymbol('-') ? 'subtract' : 'add';
    if (operator === 'add') reader.expectSymbol('+');
    return { column, operator, term: parseTerm(reader) };
  }
  const term = parseTerm(reader);
  if (!reader.acceptSymbol('+')) return { column, operator: 'set', term };
  reader.name();
  return { column, operator: 'prepend', term };
}

function parseDelete(reader: TokenReader): Modification {
  const deleted = reader.is('FROM') ? [] : parseSelectors(reader).map(({ column }) => column);
  reader.expect('FROM');
  const table = reader.tableName();
  const using = parseUsing(reader);
  reader.expect('WHERE');
  const where = parseComparisons(reader);
  const condition = parseCondition(reader);
  return { kind: 'write', verb: 'DELETE', table, assignments: [], where, deleted, using, condition };
}

function parseCondition(reader: TokenReader): Condition | undefined {
  if (!reader.accept('IF')) return undefined;
  if (reader.accept('EXISTS')) return { kind: 'exists' };
  return { kind: 'columns', comparisons: parseComparisons(reader) };
}

function parseUsing(reader: TokenReader): Using {
  if (!reader.accept('USING')) return {};
  const using: { ttl?: Term; timestamp?: Term } = {};
  do {
    if (reader.accept('TTL')) using.ttl = parseTerm(reader);
    else {
      reader.expect('TIMESTAMP');
      using.timestamp = parseTerm(reader);
    }
  } while (reader.accept('AND'));
  return using;
}
