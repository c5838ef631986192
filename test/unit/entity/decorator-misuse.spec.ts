import type { EntityClass } from '../../../lib/index.js';
import * as coodie from '../../../lib/index.js';
import { parseEntities } from '../../../lib/core/entity/parse-entities.js';
import { InvalidEntitiesError } from '../../../lib/core/model/errors.js';
import { nameOf, WRONG_VALUES } from '../../support/misuse.js';

/** The decorators as a JavaScript file sees them: they take anything. */
type Loose = (...given: readonly unknown[]) => ClassDecorator & PropertyDecorator;
const { Entity, UserType, MaterializedView, PartitionKey, ClusteringKey, Column, Field, Indexed } =
  coodie as unknown as Readonly<Record<string, Loose>> as Readonly<Record<Name, Loose>>;
type Name = 'Entity' | 'UserType' | 'MaterializedView' | PropertyName | 'Indexed';
type PropertyName = 'PartitionKey' | 'ClusteringKey' | 'Column' | 'Field';
const bare = (decorator: Loose) => decorator as unknown as ClassDecorator & PropertyDecorator;

@Entity()
class Base {
  @PartitionKey('text') id!: string;
  @ClusteringKey('text') at!: string;
}

function problemsOf(...entities: readonly EntityClass[]): readonly string[] {
  try {
    parseEntities(entities, { keyspace: 'shop' });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidEntitiesError)) throw error;
    return error.problems.map(({ where, message }) => `${where}: ${message}`);
  }
}

describe('a decorator without parentheses', () => {
  it('is a problem of the class or property, and of nothing else', () => {
    @bare(Entity)
    class Product {
      @bare(PartitionKey) id!: string;
      @bare(ClusteringKey) at!: Date;
      @bare(Column) @bare(Indexed) name!: string;
      @Column('text') fine!: string;
    }
    @bare(UserType)
    class Address {
      @bare(Field) street!: string;
    }
    @bare(MaterializedView)
    class ByName {}
    expect(problemsOf(Product, Address, ByName).toSorted()).toEqual([
      'Address.street: @Field stands without parentheses: write @Field()',
      'Address: @UserType stands without parentheses: write @UserType()',
      "ByName: @MaterializedView stands without parentheses: write @MaterializedView({ of: () => Product, partitionKey: ['brand'], clusteringKey: ['id'] })",
      'Product.at: @ClusteringKey stands without parentheses: write @ClusteringKey()',
      'Product.id: @PartitionKey stands without parentheses: write @PartitionKey()',
      'Product.name: @Column stands without parentheses: write @Column()',
      'Product.name: @Indexed stands without parentheses: write @Indexed()',
      'Product: @Entity stands without parentheses: write @Entity()',
    ]);
  });
});

describe('arguments that no decorator takes', () => {
  it.each<[string, ClassDecorator, string]>([
    ['a name', Entity('products'), "@Entity takes an object: write @Entity({ name: 'products' })"],
    ['a number', Entity(7), '@Entity takes an object, not 7'],
    ['a mistyped option', Entity({ nam: 'x' }), '@Entity: nam is no option; did you mean name?'],
    ['an option of another library', Entity({ tableName: 'x' }), '@Entity: tableName is no option; did you mean name?'],
    ['no name', Entity({ name: '' }), '@Entity: name must be a text, not ""'],
    [
      'a quoted keyspace',
      Entity({ keyspace: 'a"b' }),
      '@Entity: keyspace: the name of a keyspace has 1 to 48 letters, digits and _, not "a\\"b"',
    ],
    ['options that are none', Entity({ options: null }), 'options must be an object, not null'],
    ['a quote in the name', Entity({ name: 'a"b' }), `a table's name has only letters, digits and _, not "a"b"`],
    ['a line break in the name', Entity({ name: 'a\nb' }), `a table's name has only letters, digits and _, not "a\nb"`],
  ])('%s: @Entity', (_, decorator, message) => {
    @decorator
    class Product {
      @PartitionKey('text') id!: string;
    }
    expect(problemsOf(Product)).toEqual([`Product: ${message}`]);
  });

  it.each<[string, PropertyDecorator, string]>([
    [
      'the type as an option',
      Column({ type: 'text' }),
      "@Column: type is no option, the CQL type comes first: write @Column('text')",
    ],
    [
      'the type among others',
      Column({ type: 'text', name: 'x' }),
      "@Column: type is no option, the CQL type comes first: write @Column('text', { … })",
    ],
    ['a class', Column(String), "@Column takes the CQL type as a text, such as @Column('text')"],
    ['a function', Column(() => Number), "@Column takes the CQL type as a text, such as @Column('int')"],
    [
      'a name after the type',
      Column('text', 'note'),
      "@Column takes its options as an object: write @Column('text', { name: 'note' })",
    ],
    ['null', Column(null), '@Column takes an object, not null'],
    ['a mistyped option', Column('text', { statik: true }), '@Column: statik is no option; did you mean static?'],
    [
      'an option of its sister',
      Column('text', { order: 'desc' }),
      '@Column: order is no option; did you mean @ClusteringKey?',
    ],
    ['a wrong value', Column('text', { static: 'yes' }), '@Column: static must be true or false, not "yes"'],
    [
      'a wrong order',
      ClusteringKey('text', { order: 'descending' }),
      '@ClusteringKey: order must be asc, desc, not "descending"',
    ],
  ])('%s: @Column', (_, decorator, message) => {
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @decorator name!: string;
    }
    expect(problemsOf(Product)).toEqual([`Product.name: ${message}`]);
  });

  it.each<[unknown, string]>([
    ['by_name', "@Indexed takes an object: write @Indexed({ name: 'by_name' })"],
    [{ type: 'sai' }, '@Indexed: type is no option; did you mean using?'],
    [{ target: 'key' }, '@Indexed: target must be keys, values, entries, full, not "key"; did you mean keys?'],
  ])('%p: @Indexed', (given, message) => {
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @Column('map<text, text>') @Indexed(given) name!: string;
    }
    expect(problemsOf(Product)).toEqual([`Product.name: ${message}`]);
  });

  it.each<[string, unknown, string]>([
    ['no base', { partitionKey: ['id'] }, '@MaterializedView: of is missing'],
    ['no key', { of: () => Base }, '@MaterializedView: partitionKey is missing'],
    [
      'one key',
      { of: () => Base, partitionKey: 'id' },
      '@MaterializedView: partitionKey must be a list of texts, not "id"',
    ],
    [
      'the class',
      { of: Base, partitionKey: ['id'] },
      'of must be a function that returns the class: write of: () => Base',
    ],
    [
      'a circle',
      { of: () => undefined, partitionKey: ['id'] },
      'of must return an entity, not undefined: where the entity is imported',
    ],
    ['a failure', { of: () => JSON.parse('{'), partitionKey: ['id'] }, 'of cannot be called: '],
    [
      'an order',
      { of: () => Base, partitionKey: ['id'], clusteringKey: [{ column: 'at', order: 'down' }] },
      'clusteringKey must be a list of names',
    ],
  ])('%s: @MaterializedView', (_, given, message) => {
    @MaterializedView(given)
    class View {}
    expect(problemsOf(Base, View)[0]).toContain(`View: ${message}`);
  });

  it('are never taken for what they are not', () => {
    const taken: string[] = [];
    const decorators = { PartitionKey, ClusteringKey, Column, Field, Indexed };
    for (const [name, decorator] of Object.entries(decorators)) {
      for (const value of WRONG_VALUES) {
        class Product {
          id!: string;
        }
        const apply = decorator(value) as PropertyDecorator | undefined;
        apply?.(Product.prototype, 'id');
        Entity()(Product);
        const found = problemsOf(Product).join('\n');
        if (found === '' && JSON.stringify(value) !== '{}') taken.push(`${name}(${nameOf(value)})`);
      }
    }
    expect(taken).toEqual([]);
  });
});

describe('a decorator in the wrong place', () => {
  it('is a problem of the class there', () => {
    const onClass = Column('text') as ClassDecorator;
    @onClass
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @Column('int') static count: number;
      @Column('text') method(): void {}
      @(Entity() as PropertyDecorator) entity!: string;
    }
    Column('text')(Product.prototype, Symbol('s'));
    (Column('text') as unknown as ParameterDecorator)(Product, undefined, 0);
    expect(problemsOf(Product).toSorted()).toEqual([
      'Product.Symbol(s): @Column belongs on a property that has a name',
      "Product.count: is a static member of the class: @Column belongs on a property of the instances; a static column is @Column('text', { static: true })",
      'Product.entity: @Entity belongs on a class',
      'Product.method: @Column belongs on a property, not on a method',
      'Product: @Column belongs on a property, not on a class',
      'Product: @Column belongs on a property, not on a parameter',
    ]);
    class Innocent {}
    expect(problemsOf(Innocent)).toEqual([
      'Innocent: is no entity: it has no @Entity(), @UserType() or @MaterializedView()',
    ]);
  });

  it('is an error at once where the compiler applies the decorators of the standard', () => {
    const context = (kind: string, name: string) => ({ kind, name, addInitializer: () => undefined });
    const uses: readonly (() => unknown)[] = [
      () => (Column('text') as unknown as Loose)(undefined, context('field', 'name')),
      () => Column(undefined, context('field', 'name')),
      () => (Entity() as unknown as Loose)(class {}, context('class', 'Product')),
      () => Entity(class {}, context('class', 'Product')),
      () => (Indexed() as unknown as Loose)(undefined, context('accessor', 'name')),
    ];
    for (const use of uses) expect(use).toThrow('set "experimentalDecorators" and "emitDecoratorMetadata" to true');
  });

  it.each([[null], [undefined], [7], ['x'], [{}], [[]]])('is an error at once on %p', (target) => {
    expect(() => (Column('text') as unknown as Loose)(target, 'name')).toThrow(InvalidEntitiesError);
    expect(() => (Entity() as unknown as Loose)(target)).toThrow(InvalidEntitiesError);
  });
});

describe('decorators that contradict each other', () => {
  it('are told for classes, too', () => {
    @Entity()
    @UserType()
    class Both {
      @PartitionKey('text') id!: string;
    }
    @Entity({ name: 'a' })
    @Entity({ name: 'b' })
    class Twice {
      @PartitionKey('text') id!: string;
    }
    expect(problemsOf(Both)).toContain('Both: has @Entity and @UserType: a class takes one of them, once');
    expect(problemsOf(Twice)).toContain('Twice: has @Entity and @Entity: a class takes one of them, once');
  });

  it('do not so where a derived class declares a column and its index anew', () => {
    class Parent {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed() note!: string;
    }
    @Entity()
    class Child extends Parent {
      @Column('int') @Indexed() declare note: never;
    }
    expect(problemsOf(Child)).toEqual([]);
    expect(parseEntities([Child], { keyspace: 'shop' })[0]?.tables[0]?.indexes.map(({ name }) => name)).toEqual([
      'child_note_idx',
    ]);
  });

  it('are told for two indexes of one name', () => {
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed({ name: 'same' }) @Indexed({ name: 'same' }) a!: string;
    }
    expect(problemsOf(Product)).toContain('Product.a: index same is declared twice');
  });

  it('are told for the key of a view', () => {
    @MaterializedView({ of: () => Base, partitionKey: ['at'], clusteringKey: ['id'] })
    class View {
      @PartitionKey('text') id!: string;
      @Column('text') @Indexed() at!: string;
    }
    expect(problemsOf(Base, View)).toEqual([
      'View.id: the key of a view stands in @MaterializedView: write @Column(), not @PartitionKey',
      'View.at: a view takes no @Indexed',
    ]);
  });
});

describe('a type that is missing', () => {
  @UserType({ name: 'addr' })
  class Address {
    @Field('text') street!: string;
  }

  it('is told by the class of the property', () => {
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @Column() address!: Address;
      @Column() base!: Base;
      @Column() tags!: string[];
    }
    expect(problemsOf(Product, Address, Base)).toEqual([
      "Product.address: Address is a @UserType: name the CQL type, such as @Column('frozen<addr>')",
      "Product.base: Base is a table, and no type: name the CQL type, such as @Column('uuid') of its key",
      "Product.tags: Array does not name one CQL type: name the CQL type, such as @Column('frozen<list<text>>')",
    ]);
  });

  it('is told by the compiler option where no type was emitted', () => {
    class Product {}
    PartitionKey()(Product.prototype, 'id');
    Entity()(Product);
    expect(problemsOf(Product)).toEqual([
      `Product.id: the CQL type is missing, and the compiler emitted no TypeScript type ("emitDecoratorMetadata" in tsconfig.json): name the CQL type, such as @PartitionKey('text')`,
    ]);
  });
});

describe('a type of another language', () => {
  it.each([
    ['string', 'text'],
    ['String', 'text'],
    ['integer', 'int'],
    ['number', 'int, bigint or double'],
    ['datetime', 'timestamp'],
    ['bool', 'boolean'],
    ['long', 'bigint'],
    ['short', 'smallint'],
    ['real', 'float'],
    ['numeric', 'decimal'],
    ['json', 'text'],
    ['bytes', 'blob'],
    ['guid', 'uuid'],
    ['txt', 'text'],
    ['timestmp', 'timestamp'],
    ['frozen<adr>', 'addr'],
  ])('%s is told %s', (written, meant) => {
    @UserType({ name: 'addr' })
    class Address {
      @Field('text') street!: string;
    }
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @Column(written) value!: unknown;
    }
    const [problem] = problemsOf(Product, Address);
    expect(problem).toContain(`is no CQL type and no registered @UserType; did you mean ${meant}?`);
  });

  it.each([
    ['varchar(255)', 'a CQL type has no length'],
    ['array<text>', 'array takes no parameters; did you mean list?'],
    ['text[]', 'a list is written list<text>'],
  ])('%s: %s', (written, message) => {
    @Entity()
    class Product {
      @PartitionKey('text') id!: string;
      @Column(written) value!: unknown;
    }
    expect(problemsOf(Product)[0]).toContain(message);
  });
});
