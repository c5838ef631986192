import { userTypesIn, type CqlType } from '../model/cql-type.js';
import type { ClassName, ClassNames } from './class-names.js';
import { classNameIn, type ClassSource, type DecoratorSource, type PropertySource } from './class-source.js';
import { propertyType } from './property-type.js';
import { quoteString } from './quote-string.js';
import { LINE_WIDTH, renderExpression } from './render-expression.js';

export interface SourceFile {
  /** `product.entity.ts` */
  readonly fileName: string;
  readonly text: string;
}

/** How every file begins. */
export const HEADER = '// Written by "coodie schema pull"';

/** The file of one class. */
export function renderClass(source: ClassSource, { types }: ClassNames): SourceFile {
  const classOf = (name: string) => classNameIn(types, name).className;
  const properties = source.properties.map((property) => renderProperty(property, classOf));
  const body = properties.length === 0 ? '{}' : `{\n${properties.join('')}}`;
  const lines = [
    `${HEADER} from ${source.origin}.`,
    ...renderImports(source, types),
    '',
    renderDecorator(source.decorator, 0),
    `export class ${source.className} ${body}`,
    '',
  ];
  return { fileName: `${source.module}.ts`, text: lines.join('\n') };
}

function renderImports(source: ClassSource, types: ClassNames['types']): readonly string[] {
  const columnTypes = source.properties.map(({ type }) => type);
  const used = [...new Set(columnTypes.flatMap(namedTypes))].toSorted().map((name) => classNameIn(types, name));
  // No class has a dot in its name.
  const usesDriver = columnTypes.some((type) => propertyType(type, () => '').includes('types.'));
  const decorators = [source.decorator, ...source.properties.flatMap((property) => property.decorators)];
  return [
    ...(usesDriver ? [`import type { types } from 'cassandra-driver';`] : []),
    `import { ${[...new Set(decorators.map(({ name }) => name))].toSorted().join(', ')} } from 'nestjs-coodie';`,
    ...(source.base ? [renderImport('import', source.base)] : []),
    ...used.map((type) => renderImport('import type', type)),
  ];
}

/** The user types whose classes are named: not those inside of what is the driver's own class. */
function namedTypes(type: CqlType): readonly string[] {
  const isNamed = (name: string) => propertyType(type, (other) => (other === name ? '!' : '')).includes('!');
  return userTypesIn(type).filter(isNamed);
}

/** `import { Product } from './product.entity.js';` */
export function renderImport(keyword: 'import' | 'import type' | 'export', { className, module }: ClassName): string {
  return `${keyword} { ${className} } from ${quoteString(`./${module}.js`)};`;
}

/** Decorators and property on one line where they fit, else each on its own. */
function renderProperty(source: PropertySource, classOf: (userType: string) => string): string {
  const { decorators, property, type, optional } = source;
  const declaration = `${property}${optional ? '?' : '!'}: ${propertyType(type, classOf)};`;
  const line = [...decorators.map((decorator) => renderDecorator(decorator, 2)), declaration].join(' ');
  if (!line.includes('\n') && line.length + 2 <= LINE_WIDTH) return `  ${line}\n`;
  return [...decorators.map((decorator) => renderDecorator(decorator, 2)), declaration]
    .map((part) => `  ${part}\n`)
    .join('');
}

function renderDecorator({ name, parameters }: DecoratorSource, indent: number): string {
  const parts = parameters.map((parameter, position) => {
    // Only the last one is an object, which may be broken into lines.
    const before = parameters.slice(0, position).map((other) => renderExpression(other, { indent, beside: 0 }));
    const beside = `@${name}(${before.join(', ')}, )`.length;
    return renderExpression(parameter, { indent, beside });
  });
  return `@${name}(${parts.join(', ')})`;
}
