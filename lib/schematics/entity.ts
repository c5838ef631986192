import { messageOf } from '../core/error.js';
import { parseCqlType } from '../core/model/parse-cql-type.js';
import { propertyType } from '../core/source/property-type.js';
import { quoteString } from '../core/source/quote-string.js';
import { capitalise, wordsOf } from '../core/source/words.js';
import type { Rule } from './tree.js';

export interface EntityOptions {
  /** `order-item`, or `shop/order-item` for a folder. */
  readonly name?: string;
  readonly path?: string;
  readonly sourceRoot?: string;
  readonly flat?: boolean;
  /** Columns as `id:uuid`, separated by commas. */
  readonly partitionKey?: string;
  readonly clusteringKey?: string;
  readonly columns?: string;
}

/** Writes an entity class: `nest g -c nestjs-coodie entity order-item`. */
export function entity(options: EntityOptions): Rule {
  const folders = (options.name ?? '').split('/').filter((part) => part !== '');
  const words = wordsOf(folders.pop() ?? '');
  const className = words.map(capitalise).join('');
  if (!/^[A-Za-z]\w*$/.test(className) || folders.some(isOutside))
    throw new Error('Name the entity with letters and digits, such as order-item or shop/order-item.');
  const text = entityText(className, {
    PartitionKey: columnsIn(options.partitionKey ?? 'id:uuid'),
    ClusteringKey: columnsIn(options.clusteringKey ?? ''),
    Column: columnsIn(options.columns ?? 'name:text'),
  });
  const file = words.join('-');
  const folder = [options.sourceRoot ?? 'src', options.path, ...folders, options.flat ? '' : file];
  return (tree) => {
    tree.create(`${folder.filter((part) => part).join('/')}/${file}.entity.ts`, text);
    return tree;
  };
}

const isOutside = (folder: string) => !/^[\w-]+$/.test(folder);

interface NamedColumn {
  readonly property: string;
  readonly type: string;
  readonly declared: string;
}

/** @throws Error that names a column which is none */
function columnsIn(list: string): readonly NamedColumn[] {
  return splitOutside(list).map((text) => {
    const [, property, type] = /^\s*([A-Za-z_$][\w$]*)\s*:(.+)$/s.exec(text) ?? [];
    if (!property || !type) throw new Error(`"${text.trim()}" is no column: write its name and type, such as id:uuid.`);
    return { property, type: type.trim(), declared: declaredType(property, type.trim()) };
  });
}

/** @throws Error where it is no type, or one whose class would have to be imported */
function declaredType(property: string, text: string): string {
  try {
    return propertyType(parseCqlType(text), (userType) => {
      throw new Error(`${userType} is no type of CQL; write the column of a user type by hand`);
    });
  } catch (error) {
    throw new Error(`${property}: ${messageOf(error)}`, { cause: error });
  }
}

/** Parts between commas that are in no type's brackets: `a:int,b:map<int, text>` has two. */
function splitOutside(list: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.filter((part) => part.trim() !== '');
}

type Decorators = Readonly<Record<'PartitionKey' | 'ClusteringKey' | 'Column', readonly NamedColumn[]>>;

function entityText(className: string, columns: Decorators): string {
  const groups = Object.entries(columns).filter(([, list]) => list.length > 0);
  const usesDriver = groups.some(([, list]) => list.some(({ declared }) => declared.includes('types.')));
  const decorators = ['Entity', ...groups.map(([decorator]) => decorator)].toSorted();
  const properties = groups.flatMap(([decorator, list]) =>
    list.map(({ property, type, declared }) => {
      const mark = decorator === 'Column' ? '?' : '!';
      return `  @${decorator}(${quoteString(type)}) ${property}${mark}: ${declared};`;
    }),
  );
  return [
    ...(usesDriver ? ["import type { types } from 'cassandra-driver';"] : []),
    `import { ${decorators.join(', ')} } from 'nestjs-coodie';`,
    '',
    '@Entity()',
    `export class ${className} {`,
    ...properties,
    '}',
    '',
  ].join('\n');
}
