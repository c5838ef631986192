import { resolveTarget } from '../../core/history/select.js';
import { schemasOf } from '../../migrations/verify/scratch.js';
import { isFaulty } from '../../migrations/verify/verification.js';
import { verifyMigrations } from '../../migrations/verify/verify-migrations.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { presentVerification, verificationJson, type VerificationView } from '../presenters/verification.presenter.js';
import { compareEnd } from '../verify/compare-end.js';
import { inScratch, type ScratchCircumstances } from '../verify/in-scratch.js';
import { readSeeds, statementsOf } from '../verify/read-seeds.js';
import { readSubject, scratchWishOf } from '../verify/subject.js';
import { assertConsistent } from '../generate/state-of.js';

/** Tries every migration on a real server, and compares what they leave with the entities and the live keyspace. */
export async function proveMigrations(circumstances: ScratchCircumstances): Promise<ExitCode> {
  const { opener, settings, terminal } = circumstances;
  if (opener.kind === 'running')
    throw new UsageError(['works in keyspaces of its own: coodie migrate verify --app FILE']);
  const subject = await readSubject(circumstances);
  const { keyspace, migrations, project } = subject;
  assertConsistent(migrations, keyspace);
  const { task } = settings;
  const since = task.since === undefined ? undefined : resolveTarget(migrations, task.since);
  const seeds = await readSeeds(
    task.seed,
    migrations.map(({ name }) => name),
  );
  const view = await inScratch(circumstances, scratchWishOf(subject, statementsOf(seeds)), async (scratch, signal) => {
    const onTrial = (name: string, position: number, count: number) =>
      terminal.watch((frame) => `  ${frame} ${name} (${position} of ${count})`);
    const verified = await verifyMigrations({ scratch, migrations, keyspace, seeds, since, signal, onTrial });
    terminal.endWatch();
    const end = verified.some(isFaulty) ? NOT_COMPARED : compareEnd(subject, await schemasOf(scratch));
    return { project, isShared: scratch.isShared, since, verified, ...end };
  });
  terminal.show({ text: presentVerification(view, terminal.paint), json: verificationJson(view) });
  return exitCodeOf(view);
}

const NOT_COMPARED = { entities: undefined, live: undefined };

function exitCodeOf({ verified, entities = [], live = [] }: VerificationView): ExitCode {
  if (verified.some(isFaulty)) return EXIT.failed;
  return entities.length + live.length > 0 ? EXIT.outOfDate : EXIT.done;
}
