import type { Naming } from '../entity/naming.js';
import type { CqlType } from '../model/cql-type.js';
import type { SchemaModel } from '../model/schema-model.js';
import type { ClassName, ClassNames } from './class-names.js';
import type { Expression } from './expression.js';

/** A class that is to be written. */
export interface ClassSource extends ClassName {
  /** `table 'products'`. */
  readonly origin: string;
  readonly decorator: DecoratorSource;
  readonly properties: readonly PropertySource[];
  /** The class that its decorator mentions. */
  readonly base?: ClassName | undefined;
}

export interface DecoratorSource {
  readonly name: string;
  readonly parameters: readonly Expression[];
}

export interface PropertySource {
  readonly decorators: readonly DecoratorSource[];
  readonly property: string;
  readonly type: CqlType;
  /** Whether a row may have no value there. */
  readonly optional: boolean;
}

/** Scope shared by the classes of one schema. */
export interface SourceScope {
  readonly schema: SchemaModel;
  readonly names: ClassNames;
  readonly naming: Naming;
}

/** The name of a thing that the scope was made from. */
export function classNameIn(names: ReadonlyMap<string, ClassName>, name: string): ClassName {
  return names.get(name) ?? { className: 'unknown', module: 'unknown' };
}
