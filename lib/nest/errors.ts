import { CoodieError } from '../core/error.js';

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

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'), { hint: 'Connections are named in forRoot({ name }) and forFeature(entities, name).' });
  }
}
