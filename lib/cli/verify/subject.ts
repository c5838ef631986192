import type { ClientOptions } from 'cassandra-driver';
import { keyspacesIn } from '../../core/cql/statement-keyspaces.js';
import type { Statement } from '../../core/cql/statement.js';
import { isOfServer } from '../../core/cql/foreign-effect.js';
import { readLintMigration, type LintMigration } from '../../core/lint/input/lint-migration.js';
import { UNNAMED_KEYSPACE } from '../../migrations/lint-source.js';
import { clientOptionsOf } from '../application/client-options.js';
import { inApplication } from '../application/in-application.js';
import { isInDirectories, projectFrom, projectOf, type Project } from '../generate/project.js';
import type { ScratchCircumstances } from './in-scratch.js';
import type { ScratchWish } from './scratch-place.js';

/** Everything that is verified. */
export interface VerifySubject {
  readonly project: Project;
  readonly keyspace: string;
  readonly migrations: readonly LintMigration[];
  readonly client: ClientOptions;
}

/** Reads migrations and entities, and the live keyspace where it is compared; nothing is written anywhere. */
export async function readSubject(circumstances: ScratchCircumstances): Promise<VerifySubject> {
  const { project, client } = await read(circumstances);
  const migrations = project.migrations.map(readLintMigration);
  return { project, keyspace: project.keyspace ?? UNNAMED_KEYSPACE, migrations, client };
}

interface Read {
  readonly project: Project;
  readonly client: ClientOptions;
}

async function read(circumstances: ScratchCircumstances): Promise<Read> {
  const { settings, terminal } = circumstances;
  const { againstLive, scratchOnCluster } = settings.task;
  if (isInDirectories(circumstances, againstLive)) {
    const client = scratchOnCluster ? await clientOptionsOf(settings.connection) : {};
    return { project: await projectFrom(settings, (line) => terminal.warn(line)), client };
  }
  return inApplication({ ...circumstances, writes: false, lazy: !againstLive }, async (run) => ({
    project: await projectOf(run, againstLive),
    client: run.application.clientOptions(),
  }));
}

/** The scratch keyspaces that a subject needs; `seeds` are the statements that write rows. */
export function scratchWishOf(subject: VerifySubject, seeds: readonly Statement[]): ScratchWish {
  const { migrations, project, keyspace, client } = subject;
  const own = migrations.flatMap(({ upgrade, downgrade }) => [...upgrade, ...downgrade]);
  const named = [...own, ...seeds].flatMap(({ cql }) => keyspacesIn(cql));
  const declared = project.desired.map((schema) => schema.keyspace);
  const others = [...new Set([...named, ...declared])].filter((name) => name !== keyspace && !isOfServer(name));
  return { keyspace, others, made: own.flatMap(createdBy), client };
}

function createdBy({ class: ddl }: Statement): readonly string[] {
  const isMade = ddl.kind === 'ddl' && ddl.object === 'keyspace' && ddl.verb === 'CREATE';
  return isMade && ddl.name ? [ddl.name.name] : [];
}
