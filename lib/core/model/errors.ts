import { CoodieError } from '../error.js';

export class InvalidCqlTypeError extends CoodieError {
  readonly code = 'COODIE_INVALID_TYPE';

  constructor(
    readonly text: string,
    readonly reason: string,
  ) {
    super(`"${text}" is not a CQL type: ${reason}`);
  }
}

/** Everything that is wrong with the declared entities, found before anything is sent. */
export class InvalidEntitiesError extends CoodieError {
  readonly code = 'COODIE_INVALID_ENTITIES';

  constructor(readonly problems: readonly Problem[]) {
    super(headline(problems), { hint: 'Nothing was sent to the database. Fix the classes and start again.' });
  }
}

function headline(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`${count} in the entities:`, ...problems.map(({ where, message }) => `  ${where}: ${message}`)].join('\n');
}

/** One thing that is wrong with a declaration, and where: `Product.price`, or `Product` for the class itself. */
export interface Problem {
  readonly where: string;
  readonly message: string;
}
