import type { DiscoveryService, ModulesContainer } from '@nestjs/core';
import type { EntityClass } from '../core/entity/metadata.js';
import { describeValue } from '../core/text/visible.js';
import { ConnectionNamesError, InvalidOptionsError } from './errors.js';

/** The entities of one `forFeature` call. */
export class FeatureEntities {
  readonly entities: readonly EntityClass[];
  readonly connection: string;
  /** Problems of the arguments, for the start to report. */
  readonly problems: readonly string[];

  /** The arguments are not trusted: they may come from JavaScript. */
  constructor(entities: unknown, connection: unknown) {
    const isList = Array.isArray(entities);
    this.entities = isList ? (entities as readonly EntityClass[]) : [];
    this.connection = String(connection);
    this.problems = [
      ...(isList ? [] : [`forFeature takes a list of classes: forFeature([${shown(entities)}])`]),
      ...(typeof connection === 'string' && connection !== ''
        ? []
        : [`the connection of forFeature must be a text, not ${describeValue(connection)}`]),
    ];
  }
}

function shown(value: unknown): string {
  return typeof value === 'function' ? value.name : 'Product';
}

/** One `forRoot`, by the name of its connection. */
export class ConnectionName {
  constructor(readonly name: string) {}
}

/** A condition of the start that another module has, asked for before anything is opened. */
export class StartCheck {
  constructor(readonly assert: (modules: ModulesContainer) => void) {}
}

/** Everything that this application, and no other in the process, registered for a connection. */
export function entitiesOf(discovery: DiscoveryService, connection: string): readonly EntityClass[] {
  const features = instancesOf(discovery, FeatureEntities);
  return [
    ...new Set(features.filter((feature) => feature.connection === connection).flatMap(({ entities }) => entities)),
  ];
}

/** The providers of a class, in the whole application. */
export function instancesOf<T>(discovery: DiscoveryService, type: new (...args: never[]) => T): readonly T[] {
  const instances = discovery.getProviders().map(({ instance }): unknown => instance);
  return [...new Set(instances.filter((instance): instance is T => instance instanceof type))];
}

/**
 * Makes sure that each registered entity has a connection, and each connection a name of its own. Both are values in the
 * application's modules, so this can be asked before anything is made.
 * @throws InvalidOptionsError where arguments of forFeature are wrong | ConnectionNamesError
 */
export function checkFeatures(modules: ModulesContainer): void {
  const placed = [...modules.values()].flatMap(providersIn);
  for (const { instance } of placed) if (instance instanceof StartCheck) instance.assert(modules);
  const features = placed.flatMap(({ instance, module }) =>
    instance instanceof FeatureEntities ? [{ instance, module }] : [],
  );
  const wrong = features.flatMap(({ instance, module }) =>
    instance.problems.map((problem) => `${problem}${importersOf(module, modules)}`),
  );
  if (wrong.length > 0) throw new InvalidOptionsError(features[0]?.instance.connection ?? '', [...new Set(wrong)]);
  const names = placed.flatMap(({ instance }) => (instance instanceof ConnectionName ? [instance.name] : []));
  const unknown = features.filter(({ instance }) => !names.includes(instance.connection));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = [
    ...twice.map((name) => `Two connections are called "${name}".`),
    ...unknown.map(({ instance, module }) => withoutConnection(instance, importersOf(module, modules), names)),
  ];
  if (problems.length > 0) throw new ConnectionNamesError([...new Set(problems)], names);
}

type NestModule = ModulesContainer extends Map<string, infer M> ? M : never;

interface Placed {
  readonly instance: unknown;
  readonly module: NestModule;
}

function providersIn(module: NestModule): readonly Placed[] {
  return [...module.providers.values()].map(({ instance }) => ({ instance: instance as unknown, module }));
}

/** ` (in OrdersModule)`, by the modules that import one. */
function importersOf(module: NestModule, modules: ModulesContainer): string {
  const names = [...modules.values()].filter(({ imports }) => imports.has(module)).map(({ name }) => name);
  return names.length === 0 ? '' : ` (in ${names.join(', ')})`;
}

function withoutConnection(feature: FeatureEntities, by: string, names: readonly string[]): string {
  const entities = feature.entities.map(nameOf).join(', ') || 'CoodieModule.forFeature([])';
  if (names.length === 0) return `${entities}${by}: the application has no CoodieModule.forRoot or forRootAsync.`;
  return `${entities}${by}: no connection is called "${feature.connection}"; there is ${names.map((name) => `"${name}"`).join(', ')}.`;
}

const nameOf = (entity: EntityClass | undefined) =>
  typeof entity === 'function' ? entity.name : describeValue(entity);
