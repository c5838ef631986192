import { CoodieError } from '../../core/error.js';

/** The part of the `TestingModuleBuilder` of @nestjs/testing that is used here. */
export interface TestingBuilder {
  overrideProvider(token: unknown): { useValue(value: unknown): unknown };
  compile(...parameters: never[]): Promise<{ close(): Promise<void> }>;
}

interface Override {
  readonly connection: string;
  readonly token: string;
  readonly change: (options: unknown) => unknown;
}

/**
 * Changes the options of a connection. Nest overrides what is not there without a word, and the test would run against
 * the database of the application: so `compile` fails then.
 */
export function overrideOptions<B extends TestingBuilder>(builder: B, { connection, token, change }: Override): B {
  let isUsed = false;
  builder.overrideProvider(token).useValue((options: unknown) => {
    isUsed = true;
    return change(options);
  });
  const compile = builder.compile.bind(builder);
  return Object.assign(builder, {
    async compile(...parameters: never[]) {
      const module = await compile(...parameters);
      if (isUsed) return module;
      await module.close();
      throw new TestConnectionError(connection);
    },
  });
}

/** The application has no connection of the name that a test overrides. */
export class TestConnectionError extends CoodieError {
  readonly code = 'COODIE_TEST_CONNECTION_MISSING';

  constructor(readonly connection: string) {
    super(`The application has no connection "${connection}" that a test keyspace could stand in for.`, {
      hint: 'Import the module with CoodieModule.forRoot, or name the connection: db.override(builder, "name").',
    });
  }
}
