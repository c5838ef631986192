import { inspect } from 'node:util';
import { CoodieError } from '../core/error.js';
import { shownPath } from '../load/errors.js';

/** Options that cannot be meant, all of them at once. */
export class InvalidOptionsError extends CoodieError {
  readonly code = 'COODIE_INVALID_OPTIONS';

  constructor(
    readonly connection: string,
    readonly problems: readonly string[],
  ) {
    super(
      [
        `The options of the connection "${connection}" are not right:`,
        ...problems.map((problem) => `  ${problem}`),
      ].join('\n'),
    );
  }
}

/** Entities of a connection that no `forRoot` makes, or two connections of one name. */
export class ConnectionNamesError extends CoodieError {
  readonly code = 'COODIE_CONNECTION_NAMES';

  constructor(
    readonly problems: readonly string[],
    names: readonly string[],
  ) {
    super(problems.join('\n'), { hint: names.length === 0 ? NO_CONNECTION : NAMES });
  }
}

const NO_CONNECTION =
  'Nothing would create these tables: import CoodieModule.forRoot({ client, keyspace }) once, in the root module. ' +
  'A test of a module on its own imports it, too.';
const NAMES = 'Connections are named in forRoot({ name }) and forFeature(entities, name).';

/** A migration asks for a service that no module of the application provides. */
export class ServiceNotFoundError extends CoodieError {
  readonly code = 'COODIE_SERVICE_NOT_FOUND';

  constructor(
    readonly service: string,
    cause: unknown,
  ) {
    super(`it asks for ${service}, which no module of the application provides`, {
      cause,
      hint: `List ${service} in the providers of a module that the application imports.`,
    });
  }
}

/** The type of a parameter or property of a migration is not known when it runs. */
export class ServiceTypeMissingError extends CoodieError {
  readonly code = 'COODIE_SERVICE_TYPE_MISSING';

  constructor(
    /** The index of a constructor parameter, or the name of a property. */
    readonly place: number | string,
    /** Whether the compiler has written down any type of the constructor. */
    isCompiledIn: boolean,
  ) {
    const what = typeof place === 'number' ? `parameter ${place + 1} of its constructor` : `its property ${place}`;
    super(`the type of ${what} is not known at run time`, { hint: isCompiledIn ? TYPE_ONLY : NO_DECORATOR });
  }
}

const NO_DECORATOR =
  'Put @Injectable() on the class: the compiler writes down types only where a class has a decorator, and with emitDecoratorMetadata in tsconfig.json. Or name the service with @Inject.';
const TYPE_ONLY =
  'Import the service without `type`, or name it with @Inject. Files that import each other in a circle cause this, too: use @Inject(forwardRef(() => Service)).';

/** A migration and the application have each loaded a class of their own, and it is not certain that both are the same. */
export class ServiceLoadedTwiceError extends CoodieError {
  readonly code = 'COODIE_SERVICE_LOADED_TWICE';

  constructor(
    readonly service: string,
    /** The file from which the migration has it; `undefined` where that is not known. */
    readonly file: string | undefined,
    /** The files of the services of that name in the application. */
    readonly providedFrom: readonly (string | undefined)[],
  ) {
    const provided = providedFrom.length === 0 ? 'another' : `that of ${providedFrom.map(shown).join(' and of ')}`;
    super(`it asks for ${service} of ${shown(file)}; the application provides ${provided}`, {
      hint: [
        `${service} was loaded twice, and it is not certain that both are the same service.`,
        'Load the migrations and the application from one tree, both from src or both from dist: migrations.baseDir can be __dirname or import.meta.dirname.',
        'Or name the service with a string or a Symbol.for in @Inject.',
      ].join(' '),
    });
  }
}

const shown = (file: string | undefined): string => (file === undefined ? 'a file that is not known' : shownPath(file));

/**
 * An error that ends the start of an application. Usually it is not caught and Node prints all of its fields: so it gets a
 * stack of few lines that end with the advice, and its facts stay readable for programs only. `DEBUG=coodie` prints all.
 */
export function startupError(error: unknown): unknown {
  if (!(error instanceof CoodieError) || process.env['DEBUG'] === 'coodie') return error;
  for (const name of [...Object.keys(error), 'cause']) {
    const property = Object.getOwnPropertyDescriptor(error, name);
    if (property) Object.defineProperty(error, name, { ...property, enumerable: false });
  }
  error.stack = inspect(error);
  return error;
}
