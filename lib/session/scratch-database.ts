import { foreignEffect } from '../core/cql/foreign-effect.js';
import { maskSecrets, shownText } from '../core/cql/mask-secrets.js';
import { CoodieError } from '../core/error.js';
import type {
  Database,
  DdlSession,
  ExecuteOptions,
  Page,
  PageOptions,
  Result,
  Row,
  Session,
  StreamOptions,
  Write,
} from './session.js';

/** A connection over which nothing outside some keyspaces can be read or changed, the catalogue of the server aside. */
export function scratchDatabase(database: Database, keyspaces: ReadonlySet<string>): Database {
  return {
    session: new ScratchSession(database.session, keyspaces),
    runtime: database.runtime,
    onOneHost: () => new ScratchSession(database.onOneHost(), keyspaces),
    openDdl: async () => new ScratchDdlSession(await database.openDdl(), keyspaces),
    openForCopy: async () => {
      const session = await database.openForCopy();
      return Object.assign(new ScratchSession(session, keyspaces), { close: () => session.close() });
    },
    inKeyspace: (keyspace) => scratchDatabase(database.inKeyspace(keyspace), keyspaces),
  };
}

class ScratchSession<S extends Session = Session> implements Session {
  readonly keyspace: string;

  constructor(
    protected readonly session: S,
    private readonly keyspaces: ReadonlySet<string>,
  ) {
    this.keyspace = session.keyspace;
  }

  async execute(cql: string, params?: readonly unknown[], options?: ExecuteOptions): Promise<Result> {
    this.refuse(cql);
    return this.session.execute(cql, params, options);
  }

  stream(cql: string, params?: readonly unknown[], options?: StreamOptions): AsyncIterable<Row> {
    this.refuse(cql);
    return this.session.stream(cql, params, options);
  }

  async page(cql: string, params?: readonly unknown[], options?: PageOptions): Promise<Page> {
    this.refuse(cql);
    return this.session.page(cql, params, options);
  }

  async batch(writes: readonly Write[], options?: ExecuteOptions): Promise<void> {
    for (const { cql } of writes) this.refuse(cql);
    return this.session.batch(writes, options);
  }

  /** @throws ScratchEscapeError */
  private refuse(cql: string): void {
    const effect = foreignEffect(cql, this.keyspaces);
    if (effect !== undefined) throw new ScratchEscapeError(cql, effect);
  }
}

class ScratchDdlSession extends ScratchSession<DdlSession> implements DdlSession {
  awaitAgreement(signal?: AbortSignal): Promise<number> {
    return this.session.awaitAgreement(signal);
  }

  silentHosts(): readonly string[] {
    return this.session.silentHosts();
  }

  close(): Promise<void> {
    return this.session.close();
  }
}

/** A statement that would have had an effect outside the scratch keyspaces of a shared cluster. */
export class ScratchEscapeError extends CoodieError {
  readonly code = 'COODIE_SCRATCH_ESCAPE';
  readonly cql: string;

  constructor(cql: string, effect: string) {
    const masked = maskSecrets(cql);
    super(`The statement ${effect}, and was not sent: ${shownText(masked)}`, {
      hint: 'On a shared cluster nothing outside the scratch keyspaces is touched. Verify on an embedded server: leave out --scratch-on-cluster.',
    });
    this.cql = masked;
  }
}
