/**
 * Fixes reverted one by one, so that a spec can show that the simulator finds the fault again: file, what stands in the compiled
 * copy of it, and what is put there instead.
 */
export const MUTANTS = {
  // One owner for all holds of a process.
  A1: [['lib/lock/lease-lock.ts', '`${this.options.process}:${this.database.runtime.uuid()}`', 'this.options.process']],
  // A rollback of what failed runs the whole downgrade, and what was refused counts as half-way.
  A2: [
    ['lib/migrations/run/preflight.ts', 'if (!own || own.wasApplied) return migration;', 'return migration;'],
    ['lib/core/history/journal-step.ts', "return direction === 'downgrade' ||", 'return true ||'],
  ],
  // Nothing waits for statements that a migration has not awaited.
  A3: [['lib/migrations/run/statement-queue.ts', 'this.ended = how;', 'return;']],
  // The lock is not confirmed directly before a write is sent.
  A5: [['lib/migrations/run/statement-sender.ts', 'if (!isRead) await lease.confirm();', '']],
  // The lock that was taken is not read back.
  A6: [
    [
      'lib/lock/acquisition.ts',
      'const holder = await this.verify(times.takenAt);',
      'const holder = { owner, renewedAt: undefined, acquiredAt: undefined, expiresIn: undefined };',
    ],
  ],
  // Tables of a sync get the identity that the server gives them.
  A7: [['lib/lock/statement-claims.ts', 'renderWithId(creates, id, this.options.qualifier)', 'cql']],
  // A release that fails is not repeated.
  A11: [['lib/lock/settle-release.ts', 'failures += 1;', 'return;']],
  // Anything that is there already counts as done.
  B5: [
    ['lib/session/look-for.ts', "return isSame ? 'done' : 'different';", "return 'done';"],
    ['lib/session/look-for.ts', "if (isSame === undefined) return 'unknown';", ''],
    [
      'lib/migrations/history/statement-journal.ts',
      'const wasThere = await this.isThere(statement);',
      'const wasThere = false;',
    ],
  ],
  // A rollback does not wait until what was sent without an answer cannot run any more.
  outlast: [['lib/session/send-ddl.ts', 'refuseWhileSilent(ddl, cql);\n}', '}']],
  // A request is repeated although the lock was lost meanwhile.
  'late-retry': [['lib/lock/leased-ddl.ts', 'beforeRetry: ()=>this.lease.assertHeld(),', '']],
  // A write that arrives late has the time of its arrival.
  'late-write': [['lib/lock/lease.ts', 'if (!writtenAt) return undefined;', 'return undefined;']],
  // The clock of each machine alone says when a migration was applied.
  clocks: [['lib/migrations/history/recorder.ts', 'latest + 1', '0']],
};
