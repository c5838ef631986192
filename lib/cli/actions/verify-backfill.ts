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
  const verification = await application.backfills.verify(name, { hash: settings.task.hash });
  const text = presentVerification(verification, terminal.paint);
  terminal.show({ text, json: { keyspace, verification: verificationJson(verification) } });
  return CODE_OF[verification.outcome];
}
