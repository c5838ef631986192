import { visible } from '../../core/text/visible.js';
import { ResetRefusedError } from '../../schema/errors.js';
import type { ResetPlan } from '../../schema/reset-keyspace.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { formatCount } from '../../core/text/figures.js';
import { presentReset, presentResetDone } from '../../present/reset.presenter.js';
import { ask } from './confirmed.js';
import type { Run } from '../application/run.js';

/** @throws ResetRefusedError */
export function refuseInProduction({ NODE_ENV: environment }: NodeJS.ProcessEnv): void {
  if (environment?.trim().toLowerCase() !== 'production') return;
  throw new ResetRefusedError(
    'NODE_ENV is production, and reset is for development only.',
    'If this keyspace is really to be emptied, an operator does it in cqlsh.',
  );
}

/**
 * Drops everything in the keyspace, after it has shown what. If no user can be asked, `--yes` and the keyspace's name
 * must be said, so that none is emptied that only a file or the environment names.
 */
export async function resetSchema(run: Run, said: string | undefined): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { keyspace } = application;
  const { dryRun } = settings.task;
  if (said !== undefined && said !== keyspace) throw otherKeyspace(said, keyspace);
  const plan = await application.planReset();
  if (dryRun || plan.statements.length === 0) {
    const view = { keyspace, dryRun, ...plan };
    terminal.show({ text: presentReset(view, terminal.paint), json: view });
    return EXIT.done;
  }
  if (!(await isMeant(run, plan, said))) return EXIT.failed;
  const view = { keyspace, dryRun, ...(await application.reset(plan, settings.application.lockWait)) };
  terminal.show({ text: presentResetDone(view, terminal.paint), json: view });
  return EXIT.done;
}

function otherKeyspace(said: string, keyspace: string): UsageError {
  return new UsageError([`The keyspace that is named is ${visible(said)}, but the settings say ${visible(keyspace)}`], {
    hint: 'Nothing was dropped. Say --keyspace, or name the one that the settings say.',
  });
}

async function isMeant({ settings, application, terminal }: Run, plan: ResetPlan, said?: string): Promise<boolean> {
  const { keyspace } = application;
  const state = presentReset({ keyspace, dryRun: false, ...plan }, terminal.paint);
  if (terminal.isInteractive && !settings.output.yes) {
    const question = `Drop all of this, with its data, from keyspace ${keyspace}?`;
    return ask(terminal, { state, question, declined: 'Nothing was dropped.' });
  }
  const missing = [
    ...(settings.output.yes ? [] : ['--yes is not said']),
    ...(said === undefined ? ['the keyspace is not named on the command line'] : []),
  ];
  if (missing.length > 0) throw notSaid(missing, { keyspace, count: plan.statements.length });
  terminal.print(state);
  return true;
}

function notSaid(missing: readonly string[], { keyspace, count }: { keyspace: string; count: number }): UsageError {
  return new UsageError(
    [`${formatCount(count, 'object')} of ${keyspace} would be dropped, but ${missing.join(', and ')}`],
    {
      hint: `Nothing was dropped. If all data of the keyspace may go: coodie schema reset --keyspace ${keyspace} --yes`,
    },
  );
}
