import { types } from 'cassandra-driver';
import { Entity, UserType } from '../../../lib/core/entity/class.decorators.js';
import type { EntityClass } from '../../../lib/core/entity/metadata.js';
import type { Naming } from '../../../lib/core/entity/naming.js';
import { parseEntities } from '../../../lib/core/entity/parse-entities.js';
import { ClusteringKey, Column, Field, Indexed, PartitionKey } from '../../../lib/core/entity/property.decorators.js';
import { formatCqlType } from '../../../lib/core/model/cql-type.js';
import { InvalidEntitiesError } from '../../../lib/core/model/errors.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';

const parse = (entities: readonly EntityClass[], naming?: Naming) =>
  parseEntities(entities, { keyspace: 'shop', naming })[0] as SchemaModel;

function problemsIn(entities: readonly EntityClass[]): readonly string[] {
  try {
    parse(entities);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidEntitiesError)) throw error;
    return error.problems.map(({ where, message }) => `${where}: ${message}`);
  }
}

describe('an entity', () => {
  it('has the types that its TypeScript types name, and no other', () => {
    @Entity()
    class OrderItem {
      @PartitionKey() id!: types.Uuid;
      @ClusteringKey() at!: types.TimeUuid;
      @Column() createdAt!: Date;
      @Column() done!: boolean;
      @Column() note!: string;
      @Column() picture!: Buffer;
      @Column() day!: types.LocalDate;
      @Column() time!: types.LocalTime;
      @Column() address!: types.InetAddress;
      @Column() views!: types.Long;
      @Column() huge!: types.Integer;
      @Column() price!: types.BigDecimal;
      @Column() length!: types.Duration;
    }
    const [table] = parse([OrderItem]).tables;
    expect(table?.name).toBe('order_item');
    expect(table?.columns.map(({ name, type }) => `${name} ${formatCqlType(type)}`)).toEqual([
      'id uuid',
      'at timeuuid',
      'created_at timestamp',
      'done boolean',
      'note text',
      'picture blob',
      'day date',
      'time time',
      'address inet',
      'views bigint',
      'huge varint',
      'price decimal',
      'length duration',
    ]);
  });

  it('is named as declared where that is asked for, and a given name always wins', () => {
    @Entity()
    class OrderItem {
      @PartitionKey('uuid') itemId!: string;
      @Column('text', { name: 'Note' }) note!: string;
    }
    const [table] = parse([OrderItem], 'as-declared').tables;
    expect([table?.name, ...(table?.columns ?? []).map(({ name }) => name)]).toEqual(['OrderItem', 'itemId', 'Note']);
  });

  it('has keys in the order of declaration, and indexes with names that no server chokes on', () => {
    @Entity({ name: 'a_table_with_a_name_that_is_rather_long' })
    class Event {
      @PartitionKey('text') tenant!: string;
      @PartitionKey('date') day!: string;
      @ClusteringKey('timestamp', { order: 'desc' }) at!: Date;
      @ClusteringKey('uuid') id!: string;
      @Column('map<text, int>')
      @Indexed({ target: 'keys', name: 'by_key' })
      @Indexed({ target: 'entries', name: 'by_entry' })
      counts!: object;
      @Column('text') @Indexed() aColumnWithALongName!: string;
    }
    const [table] = parse([Event]).tables;
    expect(table?.partitionKey).toEqual(['tenant', 'day']);
    expect(table?.clusteringKey).toEqual([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'asc' },
    ]);
    const names = (table?.indexes ?? []).map(({ name }) => name);
    expect(names.slice(0, 2).toSorted()).toEqual(['by_entry', 'by_key']);
    expect(names[2]).toMatch(/^a_table_with_a_name_that_is_rather_l?\w*_[0-9a-f]{8}_idx$/);
    expect(names[2]).toHaveLength(48);
  });

  it('inherits the columns of its base class, and may declare one anew', () => {
    abstract class Base {
      @PartitionKey('uuid') id!: string;
      @Column('text') note!: string;
    }
    @Entity()
    class Derived extends Base {
      @Column('blob') declare note: string;
      @Column('int') count!: number;
    }
    const [table] = parse([Derived]).tables;
    expect(table?.columns.map(({ name, type }) => `${name} ${formatCqlType(type)}`)).toEqual([
      'id uuid',
      'note blob',
      'count int',
    ]);
  });

  it('is read once however often it is registered', () => {
    @Entity()
    class Once {
      @PartitionKey('int') id!: number;
    }
    expect(parse([Once, Once]).tables).toHaveLength(1);
  });
});

describe('problems of entities', () => {
  it('are reported all at once, with class and property', () => {
    @UserType()
    class Empty {}
    @Entity({ options: { defaultTimeToLive: -1 } })
    class Broken {
      @PartitionKey('list<int>') id!: number[];
      @Column() count!: number;
      @Column('text', { static: true }) note!: string;
      @Column('list<list<int>>') nested!: unknown;
      @Column('frozen<adress>') address!: unknown;
      @Indexed() other!: string;
      @Field('int') field!: number;
      @Column('counter') hits!: unknown;
      @Column('set<duration>') durations!: unknown;
      @Column('frozen<list<int>>') @Indexed() frozen!: unknown;
    }
    const found = problemsIn([Broken, Empty, undefined as unknown as EntityClass]);
    expect(found.map((problem) => problem.slice(0, problem.indexOf(':'))).toSorted()).toEqual([
      'Broken',
      'Broken',
      'Broken.address',
      'Broken.count',
      'Broken.durations',
      'Broken.field',
      'Broken.frozen',
      'Broken.frozen',
      'Broken.id',
      'Broken.nested',
      'Broken.note',
      'Broken.other',
      'Empty',
      'undefined',
    ]);
    expect(found).toContain(
      "Broken.count: number may be int, bigint, double and more: name the CQL type, such as @Column('int')",
    );
    expect(found).toContain('Broken.address: adress is no CQL type and no registered @UserType');
  });

  it('include every property whose decorators contradict each other, in any order', () => {
    abstract class Base {
      @PartitionKey('text') inherited!: string;
    }
    @Entity()
    class Reading extends Base {
      @PartitionKey('text') tenant!: string;
      @Column('text') @PartitionKey('text') device!: string;
      @PartitionKey('text') @Column('text') site!: string;
      @PartitionKey('text') @ClusteringKey('text') both!: string;
      @Column('text') @Column('int') typed!: string;
      @Column('text') @Field('text') mixed!: string;
      @Column('text') declare inherited: string;
    }
    const found = problemsIn([Reading]);
    const wrong = ['device', 'site', 'both', 'typed', 'mixed', 'inherited'];
    for (const property of wrong) {
      expect(found.filter((problem) => problem.startsWith(`Reading.${property}: `))).not.toEqual([]);
    }
    expect(found).toContain(
      'Reading.device: has @Column and @PartitionKey: a property takes one of them, and a key is a column already',
    );
  });

  it('include two classes that mean one table, and names that are taken', () => {
    @Entity({ name: 'same' })
    class One {
      @PartitionKey('int') id!: number;
      @Column('int') @Indexed({ name: 'taken' }) a!: number;
    }
    @Entity({ name: 'same' })
    class Two {
      @PartitionKey('int') id!: number;
      @Column('int', { name: 'id' }) again!: number;
      @Column('int') @Indexed({ name: 'taken' }) a!: number;
    }
    expect(problemsIn([One, Two])).toEqual([
      'Two: table same is declared twice',
      'Two.a: index taken is declared twice',
      'Two.again: column id is declared twice',
    ]);
  });
});
