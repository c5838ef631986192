import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../core/error.js';
import { quoteName } from '../../core/model/identifier.js';
import type { Scratch } from '../../migrations/verify/scratch.js';
import { createScratchKeyspaces, dropScratchKeyspaces } from '../../session/driver/scratch-keyspaces.js';
import type { ApplicationOpener } from '../application/application-opener.js';
import { Interruption } from '../application/interruption.js';
import type { OpenApplication } from '../application/open-application.js';
import { whileAtWork } from '../application/end-of-process.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';
import { placeOnCluster, type ScratchPlace, type ScratchWish, startScratchServer } from './scratch-place.js';

export interface ScratchCircumstances {
  readonly opener: ApplicationOpener;
  readonly settings: Settings;
  readonly terminal: Terminal;
}

export type ScratchWork<T> = (scratch: Scratch, signal: AbortSignal) => Promise<T>;

const STOPPING = 'Stopping after the current statement; the scratch keyspaces are dropped. Once more: without waiting.';

/** Works in keyspaces of its own. They, and the server that was started for them, are gone afterwards, whatever happens. */
export async function inScratch<T>(
  circumstances: ScratchCircumstances,
  wish: ScratchWish,
  work: ScratchWork<T>,
): Promise<T> {
  const { settings, terminal } = circumstances;
  const interruption = new Interruption();
  const hurry = new AbortController();
  const workplace = new Workplace(circumstances, interruption, hurry.signal);
  const all = () =>
    settings.task.scratchOnCluster
      ? workplace.in(placeOnCluster(wish), work)
      : workplace.onServer(wish, (place) => workplace.in(place, work));
  return interruption.during(
    () => whileAtWork(all, () => workplace.leave()),
    () => terminal.warn(STOPPING),
    () => hurry.abort(),
  );
}

/** Milliseconds that a statement at hand may take after an interruption: keyspaces are dropped behind it. */
const DROP_GRACE = 10_000;

class Workplace {
  /** The place that is still to be cleaned up. */
  private left: ScratchPlace | undefined;

  constructor(
    private readonly circumstances: ScratchCircumstances,
    private readonly interruption: Interruption,
    private readonly hurry: AbortSignal,
  ) {}

  /** A start takes some seconds, and is not waited for after an interruption: the server is stopped once it is there. */
  async onServer<T>(wish: ScratchWish, work: (place: ScratchPlace) => Promise<T>): Promise<T> {
    const { settings, terminal } = this.circumstances;
    const starting = startScratchServer(wish, settings, terminal);
    try {
      const { place } = await this.interruption.orStop(starting);
      return await work(place);
    } finally {
      await starting.then(
        (server) => server.stop(),
        () => {},
      );
    }
  }

  async in<T>(place: ScratchPlace, work: ScratchWork<T>): Promise<T> {
    this.left = place.isShared ? place : undefined;
    try {
      await createScratchKeyspaces(place.client, place.initial);
      this.interruption.signal.throwIfAborted();
      return await this.inApplication(place, work);
    } finally {
      await this.discard(place);
    }
  }

  /** The process ends in the middle of the work: nothing can be sent any more. */
  leave(): void {
    if (this.left) this.circumstances.terminal.warn(leftBehind(this.left, 'the process was ended'));
  }

  private async inApplication<T>(place: ScratchPlace, work: ScratchWork<T>): Promise<T> {
    const application = await this.open(place);
    try {
      const database = await application.database();
      const names = [...place.names.values()];
      const renew = async () => {
        await dropScratchKeyspaces(place.client, names, place.isShared);
        await createScratchKeyspaces(place.client, place.initial);
      };
      const { isShared } = place;
      const scratch = { migrations: application.migrations, database, names: place.names, isShared, renew };
      return await this.orEnd(work(scratch, this.interruption.signal));
    } finally {
      await application.close();
    }
  }

  private open(place: ScratchPlace): Promise<OpenApplication> {
    const { opener, settings, terminal } = this.circumstances;
    const { signal } = this.interruption;
    const report = this.interruption.stopping(() => {});
    const own = settingsFor(settings, place);
    return opener.open({ settings: own, terminal, report, interruption: signal, writes: true, scratch: place });
  }

  /** Ends with the work; after an interruption soon, even if the work does not. */
  private async orEnd<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.end()]);
  }

  private async end(): Promise<never> {
    const { signal } = this.interruption;
    await aborted(signal);
    await Promise.race([delay(DROP_GRACE, undefined, { ref: false }), aborted(this.hurry)]);
    throw signal.reason;
  }

  private async discard(place: ScratchPlace): Promise<void> {
    if (!place.isShared) return;
    try {
      await dropScratchKeyspaces(place.client, [...place.names.values()].toReversed(), true);
    } catch (error) {
      this.circumstances.terminal.warn(leftBehind(place, messageOf(error)));
    }
    this.left = undefined;
  }
}

function aborted(signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function leftBehind({ names }: ScratchPlace, reason: string): string {
  return [
    `The scratch keyspaces could not be dropped: ${reason}`,
    ...[...names.values()].map((name) => `  DROP KEYSPACE IF EXISTS ${quoteName(name)};`),
  ].join('\n');
}

/** The connection of an application without a module of its own is made from these. */
function settingsFor(settings: Settings, { client, isShared, names }: ScratchPlace): Settings {
  const [keyspace] = names.values();
  const connection = { ...settings.connection, keyspace, localDc: client.localDataCenter };
  if (isShared) return { ...settings, connection };
  const plain = { credentials: undefined, tls: undefined, secureConnectBundle: undefined };
  const hosts = client.contactPoints ?? [];
  const port = client.protocolOptions?.port ?? settings.connection.port;
  return { ...settings, connection: { ...connection, ...plain, hosts, port } };
}
