import type { TypeModel } from '../model/schema-model.js';
import { classNameIn, type ClassSource, type PropertySource, type SourceScope } from './class-source.js';
import { objectOf } from './expression.js';
import { nameProperties } from './property-names.js';
import { quoteString } from './quote-string.js';
import { withType } from './table-class.js';

/** The class of a user type, its fields in their order. */
export function typeClass({ name, fields }: TypeModel, { names, naming }: SourceScope): ClassSource {
  const properties = nameProperties(
    fields.map((field) => field.name),
    naming,
  );
  return {
    ...classNameIn(names.types, name),
    origin: `type ${quoteString(name)}`,
    decorator: { name: 'UserType', parameters: [objectOf({ name })] },
    properties: fields.map((field): PropertySource => {
      const { property, name: explicit } = properties.get(field.name) ?? { property: field.name, name: undefined };
      const decorators = [withType('Field', field, { name: explicit })];
      return { decorators, property, type: field.type, optional: true };
    }),
  };
}
