import { CoodieError } from '../../core/error.js';

/** The application has no connection of the name that a test overrides. */
export class TestConnectionError extends CoodieError {
  readonly code = 'COODIE_TEST_CONNECTION_MISSING';

  constructor(readonly connection: string) {
    super(`The application has no connection "${connection}" that a test keyspace could stand in for.`, {
      hint: 'Import the module with CoodieModule.forRoot, or name the connection: db.override(builder, "name").',
    });
  }
}
