import { CoodieError } from '../error.js';
import type { CqlType } from '../model/cql-type.js';
import type { Problem } from '../model/errors.js';
import { parseCqlType } from '../model/parse-cql-type.js';
import { inferType, whyNotInferred } from './infer-type.js';
import type { PropertyRecord } from './metadata.js';
import { databaseName, type Naming } from './naming.js';

/** Context of reading a class: its name, the naming strategy, and the list of problems. */
export interface Reading {
  readonly name: string | undefined;
  readonly naming: Naming;
  readonly problems: Problem[];
}

/** A property that names a column or field, with its type read. */
export interface ParsedProperty {
  readonly record: PropertyRecord;
  readonly name: string;
  readonly type: CqlType;
  readonly declaredBy: string;
}

// Stands in for a type that could not be read, so that the rest of the class is still checked.
const UNREADABLE: CqlType = { kind: 'native', name: 'text' };

/** The properties of a class in order of declaration; a derived class may redeclare one of its base class. */
export function parseProperties(
  className: string,
  records: readonly PropertyRecord[],
  reading: Reading,
): readonly ParsedProperty[] {
  return latest(records).map((record) => parseProperty(className, record, reading));
}

/** The name of the thing that a class declares. */
export function classNameOf(className: string, { name, naming }: Reading): string {
  return name ?? databaseName(className, naming);
}

function parseProperty(className: string, record: PropertyRecord, reading: Reading): ParsedProperty {
  const declaredBy = `${className}.${record.property}`;
  const text = record.type ?? inferType(record.designType);
  const type = text === undefined ? undefined : readType(text, declaredBy, reading.problems);
  if (text === undefined) reading.problems.push({ where: declaredBy, message: whyNotInferred(record, reading.naming) });
  const name = record.name ?? databaseName(record.property, reading.naming);
  return { record, name, type: type ?? UNREADABLE, declaredBy };
}

function readType(text: string, where: string, problems: Problem[]): CqlType | undefined {
  try {
    return parseCqlType(text);
  } catch (error) {
    if (!(error instanceof CoodieError)) throw error;
    problems.push({ where, message: error.message });
    return undefined;
  }
}

function latest(records: readonly PropertyRecord[]): readonly PropertyRecord[] {
  return [...new Map(records.map((record) => [record.property, record])).values()];
}
