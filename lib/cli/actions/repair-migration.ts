import type { RepairWish } from '../../core/history/repair.js';
import { visibleLines } from '../../core/text/visible.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { TaskSettings } from '../settings/settings.js';
import { confirmed } from './confirmed.js';
import type { Run } from '../application/run.js';

/** Fixes the history of a migration, after it has shown what that does. */
export async function repairMigration(run: Run): Promise<ExitCode> {
  const { settings, application, terminal } = run;
  const { migrations, keyspace } = application;
  const wish = wishOf(settings.task);
  const planned = await migrations.repair({ ...wish, dryRun: true });
  const question = {
    state: visibleLines(planned.effect),
    question: 'Record that?',
    hint: `Nothing was changed. To do it anyway: --yes${planned.statement === undefined ? '' : ` --statement ${planned.statement}`}`,
  };
  if (!(await confirmed(run, question))) return EXIT.failed;
  const { reason } = settings.task;
  const { lockWait } = settings.application;
  const known = { migration: planned.migration, expected: planned.effect };
  const { migration, action, statement, effect } = await migrations.repair({ ...wish, ...known, reason, lockWait });
  const text = 'Recorded. See how things stand: coodie migrate status';
  terminal.show({ text, json: { keyspace, migration, action, statement, effect } });
  return EXIT.done;
}

/** The checks have made sure that there is exactly one. */
function wishOf({ done, notDone, statement, accept, forget, target }: TaskSettings): RepairWish {
  const named = (value: string | true) => (value === true ? target : value);
  if (accept !== undefined) return { action: 'accept', migration: accept };
  if (forget !== undefined) return { action: 'forget', migration: forget };
  if (done !== undefined) return { action: 'done', migration: named(done), statement };
  return { action: 'not-done', migration: named(notDone ?? true), statement };
}
