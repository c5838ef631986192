import type { Problem } from '../model/errors.js';
import {
  recordOf,
  recordsOf,
  type ClassRecord,
  type EntityClass,
  type PropertyRecord,
  type PropertyRole,
} from './metadata.js';

export const DECORATOR_OF: Readonly<Record<PropertyRole, string>> = {
  'partition-key': '@PartitionKey',
  'clustering-key': '@ClusteringKey',
  column: '@Column',
  field: '@Field',
};

const CLASS_DECORATOR_OF: Readonly<Record<ClassRecord['kind'], string>> = {
  table: '@Entity',
  type: '@UserType',
  view: '@MaterializedView',
};

/** Decorators that were used as none can be, of a class and its base classes. */
export function misuseProblems(entity: EntityClass): readonly Problem[] {
  const { misuses, classes } = recordOf(entity);
  const decorators = classes.toReversed().map(({ kind }) => CLASS_DECORATOR_OF[kind]);
  const stackedClass =
    decorators.length < 2
      ? []
      : [{ where: entity.name, message: `has ${decorators.join(' and ')}: a class takes one of them, once` }];
  return [
    ...stackedClass,
    ...misuses.map(({ property, message }) => ({
      where: property === undefined ? entity.name : `${entity.name}.${property}`,
      message,
    })),
  ];
}

/** Decorators on one property that contradict each other: only one of them could take effect, and a key might be lost. */
export function combinationProblems(entity: EntityClass): readonly Problem[] {
  const levels = recordsOf(entity).map(({ properties }) => properties);
  const names = new Set(levels.flat().map(({ property }) => property));
  return [...names].flatMap((property) => {
    const declared = levels.map((level) => level.filter((record) => record.property === property));
    const messages = [
      ...declared.flatMap(stacked),
      ...redeclared(declared.filter((level) => level.length === 1).flat()),
    ];
    return messages.map((message) => ({ where: `${entity.name}.${property}`, message }));
  });
}

/** Decorators are applied from the last one to the first. */
function stacked(records: readonly PropertyRecord[]): readonly string[] {
  if (records.length < 2) return [];
  const decorators = records.toReversed().map(({ role }) => DECORATOR_OF[role]);
  return [`has ${decorators.join(' and ')}: a property takes one of them, and a key is a column already`];
}

function redeclared(records: readonly PropertyRecord[]): readonly string[] {
  const [first, ...others] = records.map(({ role }) => DECORATOR_OF[role]);
  const other = others.find((decorator) => decorator !== first);
  if (other === undefined) return [];
  return [`is a ${first} in a base class and a ${other} in a derived one: declare it with the same decorator`];
}
