import { mapping } from 'cassandra-driver';
import type { EntityClass } from '../core/entity/metadata.js';
import type { EntityScope } from '../core/entity/parse-entities.js';
import { quoteName } from '../core/model/identifier.js';
import { mapEntities, type EntityMapping, type Mapping, type TypeMapping } from '../core/query/entity-mapping.js';
import { tenantNameProblems } from '../core/tenants/tenant-names.js';
import { InvalidModelCallError } from '../core/query/errors.js';
import { callOptionProblems } from '../core/query/option-problems.js';
import { KeySelects } from './key-selects.js';
import { mapperClient, mapperColumnName } from './mapper-client.js';
import { ModelTable } from './model-table.js';
import type { Model } from './model.js';
import { TableModel } from './table-model.js';
import type { ModelClient } from './table-reader.js';

export interface ConnectionModelsDependencies {
  readonly client: ModelClient;
  readonly entities: () => readonly EntityClass[];
  readonly scope: EntityScope;
}

/** Keyspaces whose mappers are kept: those that were used last. */
const MOST_KEYSPACES = 1000;

/** The models of one connection and the mapper behind them. Entities are read at first use, when all are registered. */
export class ConnectionModels {
  private made: Made | undefined;
  private readonly elsewhere = new Map<string, Made>();

  constructor(private readonly dependencies: ConnectionModelsDependencies) {}

  model<T extends object>(entity: EntityClass): Model<T> {
    return this.modelOf(entity, () => this.all);
  }

  private modelOf<T extends object>(entity: EntityClass, made: () => Made): Model<T> {
    return new TableModel<T>({
      client: this.dependencies.client,
      table: () => namedIn(made(), entity).table,
      byKey: () => namedIn(made(), entity).byKey,
      mapper: () => made().mapper.forModel<T>(namedIn(made(), entity).name),
      in: (keyspace) => this.modelIn(keyspace, entity),
    });
  }

  private modelIn<T extends object>(keyspace: string, entity: EntityClass): Model<T> {
    const { table } = namedIn(this.all, entity);
    table.check('in', tenantNameProblems(keyspace));
    const made = this.madeIn(keyspace);
    const bound = namedIn(made, entity).table.mapping.keyspace;
    if (bound !== keyspace) table.refuse('in', [`the entity is one of the keyspace ${bound}, whoever asks`]);
    return this.modelOf(entity, () => made);
  }

  /** Statements are prepared and tables are mapped once for each keyspace. */
  private madeIn(keyspace: string): Made {
    const { scope } = this.dependencies;
    if (keyspace === scope.keyspace) return this.all;
    const made = this.elsewhere.get(keyspace) ?? makeAll({ ...this.dependencies, scope: { ...scope, keyspace } });
    this.elsewhere.delete(keyspace);
    this.elsewhere.set(keyspace, made);
    const [oldest] = this.elsewhere.keys();
    if (this.elsewhere.size > MOST_KEYSPACES && oldest !== undefined) this.elsewhere.delete(oldest);
    return made;
  }

  get mapper(): mapping.Mapper {
    return this.all.mapper;
  }

  private get all(): Made {
    this.made ??= makeAll(this.dependencies);
    return this.made;
  }
}

interface NamedTable {
  readonly name: string;
  readonly table: ModelTable;
  readonly byKey: KeySelects;
}

interface Made {
  readonly mapper: mapping.Mapper;
  readonly tables: ReadonlyMap<EntityClass, NamedTable>;
}

function namedIn({ tables }: Made, entity: EntityClass): NamedTable {
  const found = tables.get(entity);
  if (!found) throw new TypeError(`${entity.name} is no table or view of this connection.`);
  return found;
}

function makeAll({ client, entities, scope }: ConnectionModelsDependencies): Made {
  const mappings = mapEntities(entities(), scope);
  const stored = mappings.filter((entry): entry is EntityMapping => entry.kind !== 'type');
  const names = stored.map(({ entity }, index) => uniqueName(entity, stored.slice(0, index)));
  const tables = stored.map((entry, index) => {
    const table = new ModelTable(entry, userTypesIn(entry.keyspace, mappings));
    return { name: names[index] ?? entry.entity.name, table, byKey: new KeySelects(table) };
  });
  const models = Object.fromEntries(tables.map(({ name, table }) => [name, modelOptions(table, stored)]));
  return {
    mapper: new CheckedMapper(mapperClient(client, stored), { models }),
    tables: new Map(tables.map((named) => [named.table.mapping.entity, named])),
  };
}

/** Classes of one name in different files are different models. */
function uniqueName({ name }: EntityClass, before: readonly EntityMapping[]): string {
  const same = before.filter(({ entity }) => entity.name === name).length;
  return same === 0 ? name : `${name}#${same + 1}`;
}

/** A type that is declared for a keyspace comes before one for all. */
function userTypesIn(keyspace: string, mappings: readonly Mapping[]): ReadonlyMap<string, TypeMapping> {
  const types = mappings.filter((entry): entry is TypeMapping => entry.kind === 'type');
  const inOrder = [undefined, keyspace].flatMap((of) => types.filter((type) => type.keyspace === of));
  return new Map(inOrder.map((type) => [type.name, type]));
}

function modelOptions(table: ModelTable, stored: readonly EntityMapping[]): mapping.ModelOptions {
  const { keyspace, name, kind, entity } = table.mapping;
  const views = stored
    .filter(({ base }) => base === entity)
    .map((view) => ({ name: quoteName(view.name), isView: true }));
  return {
    keyspace: quoteName(keyspace),
    tables: [{ name: quoteName(name), isView: kind === 'view' }, ...views],
    columns: Object.fromEntries(
      table.columns.map(({ property, column, toModel, fromModel }) => [
        mapperColumnName(column),
        { name: property, toModel, ...(fromModel ? { fromModel } : {}) },
      ]),
    ),
    mappings: new EntityMappings(table),
  };
}

class EntityMappings extends mapping.DefaultTableMappings {
  constructor(private readonly table: ModelTable) {
    super();
  }

  override newObjectInstance(): unknown {
    return this.table.newInstance();
  }
}

const BATCH_OPTIONS = ['executionProfile', 'timestamp', 'isIdempotent', 'logged'];

/** The driver's mapper; it does not ignore options of a batch. */
export class CheckedMapper extends mapping.Mapper {
  override async batch(
    items: mapping.ModelBatchItem[],
    options?: string | mapping.MappingExecutionOptions,
  ): Promise<mapping.Result> {
    const problems = typeof options === 'object' ? callOptionProblems({ ...options }, BATCH_OPTIONS) : [];
    if (problems.length > 0) throw new InvalidModelCallError('Mapper.batch', problems);
    return super.batch(items, options);
  }
}
