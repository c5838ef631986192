import type { DdlStatement } from '../../../lib/core/cql/classify-statement.js';
import { formatCqlType, type CqlType } from '../../../lib/core/model/cql-type.js';
import type { Token } from '../../../lib/core/lexer/tokenize.js';
import type { AnswerRow } from './run-select.js';
import type { SchemaStore, SchemaTable, SchemaWrite } from './schema-store.js';

export interface SchemaContext {
  readonly schema: SchemaStore;
  /** Keyspace that bare names mean. */
  readonly keyspace: string;
  /** Microseconds. */
  readonly timestamp: number;
  readonly uuid: () => string;
}

/** A schema statement, read, and what it is run against. */
export interface Subject extends SchemaContext {
  readonly statement: DdlStatement;
  readonly tokens: readonly Token[];
  readonly name: string;
  /** Whether the statement says IF [NOT] EXISTS. */
  readonly guarded: boolean;
}

export const write = (subject: Subject, table: SchemaTable, key: readonly string[], row?: AnswerRow): SchemaWrite => ({
  table,
  key,
  row,
  timestamp: subject.timestamp,
});

export const textOf = (type: CqlType | undefined) => (type ? formatCqlType(type) : 'blob');
