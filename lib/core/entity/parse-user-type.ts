import type { TypeModel } from '../model/schema-model.js';
import { DECORATOR_OF } from './combination-problems.js';
import { recordOf, type EntityClass } from './metadata.js';
import { classNameOf, parseProperties, type Reading } from './parse-property.js';

export function parseUserType(entity: EntityClass, reading: Reading): TypeModel {
  const { properties, indexes } = recordOf(entity);
  const parsed = parseProperties(entity.name, properties, reading);
  for (const { record, declaredBy } of parsed.filter(({ record: { role } }) => role !== 'field')) {
    const message = `a user type has fields: write @Field, not ${DECORATOR_OF[record.role]}`;
    reading.problems.push({ where: declaredBy, message });
  }
  for (const { property } of indexes) {
    reading.problems.push({ where: `${entity.name}.${property}`, message: 'a field of a user type cannot be indexed' });
  }
  const fields = parsed.map(({ name, type, declaredBy }) => ({ name, type, declaredBy }));
  return { name: classNameOf(entity.name, reading), fields, declaredBy: entity.name };
}
