import { visible } from '../../core/text/visible.js';
import { presentVerification, verificationJson } from '../../present/backfill-verification.presenter.js';
import type { BackfillVerification } from '../../backfill/background/results.js';
import type { Run } from '../application/run.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

const CODE_OF: Readonly<Record<BackfillVerification['outcome'], ExitCode>> = {
  equal: EXIT.done,
  different: EXIT.outOfDate,
  unclear: EXIT.failed,
};

/** Ends with 3 where something differs, and with 1 where nothing does that could be checked. */
export async function verifyBackfill(name: string, { settings, application, terminal }: Run): Promise<ExitCode> {
  const { keyspace } = application;
  const { hash, finish } = settings.task;
  const { lockWait } = settings.application;
  const verification = await application.backfills.verify(name, { hash, finish, lockWait });
  const lines = [presentVerification(verification, terminal.paint), ...(finish ? [endOf(verification)] : [])];
  const text = lines.join('\n');
  terminal.show({ text, json: { keyspace, verification: verificationJson(verification) } });
  return CODE_OF[verification.outcome];
}

function endOf({ name, outcome, state }: BackfillVerification): string {
  if (outcome === 'equal') return `${visible(name)} is finished.`;
  if (state === 'finished') return 'It was finished before, and stays so.';
  const now = state === undefined ? 'was never started' : `is ${state}`;
  return `It is not finished by this, which needs equal values everywhere. It ${now}.`;
}
