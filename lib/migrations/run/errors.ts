import { maskSecrets, shownText } from '../../core/cql/mask-secrets.js';
import { CoodieError, messageOf } from '../../core/error.js';

const LISTED = 10;

/** A migration returned while statements that it had called for were under way, or let the failure of one go unheard. */
export class StatementNotAwaitedError extends CoodieError {
  readonly code = 'COODIE_NOT_AWAITED';
  readonly statements: readonly string[];

  constructor(statements: readonly string[], cause?: unknown) {
    const texts = statements.map(maskSecrets);
    const more = texts.length > LISTED ? `; and ${texts.length - LISTED} more` : '';
    const subject = texts.length === 1 ? 'a statement was' : `${texts.length} statements were`;
    const failure = cause === undefined ? '' : `\n  ${messageOf(cause)}`;
    super(`${subject} not awaited: ${texts.slice(0, LISTED).map(shownText).join('; ')}${more}${failure}`, {
      cause,
      hint: 'Await every call of the context, also in loops: `for (const … of …) await context.execute(…)` instead of `forEach`.',
    });
    this.statements = texts;
  }
}

/** The dry run of a migration in code does not end. */
export class StalledDryRunError extends CoodieError {
  readonly code = 'COODIE_DRY_RUN_STALLED';

  constructor(
    readonly origin: string,
    readonly seconds: number,
  ) {
    super(`The dry run of ${origin} had not ended after ${seconds} s. Nothing was sent.`, {
      hint: 'Every read of a dry run is answered with no rows: do not wait for what those would bring (context.dryRun tells).',
    });
  }
}

/** The context of a migration was used after the migration had ended. */
export class ContextEndedError extends CoodieError {
  readonly code = 'COODIE_CONTEXT_ENDED';
  readonly cql: string;

  constructor(
    readonly origin: string,
    cql: string,
  ) {
    const text = maskSecrets(cql);
    super(`${origin} used its context after it had ended. This was not sent: ${shownText(text)}`, {
      hint: 'Await every call of the context, and everything that makes such calls.',
    });
    this.cql = text;
  }
}
