import type { ClientOptions } from 'cassandra-driver';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const APP = join(__dirname, '../fixtures/apps/started-often.mjs');

export interface Start {
  readonly keyspace: string;
  /** The migrations. */
  readonly dir: string;
  /** Whether the application makes the client. */
  readonly own: boolean;
  readonly client: ClientOptions;
}

/** Processes that start an application at the same time, as often as they are asked to: they load Nest once. */
export class Fleet {
  private constructor(private readonly processes: readonly ChildProcess[]) {}

  static async launch(size: number): Promise<Fleet> {
    const processes = Array.from({ length: size }, () => fork(APP, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
    await Promise.all(processes.map((process) => answerOf(process)));
    return new Fleet(processes);
  }

  /** Starts the application in every process at once; answers the failures. */
  async start(wanted: Start): Promise<readonly string[]> {
    const answers = await Promise.all(
      this.processes.map((process) => {
        const answer = answerOf(process);
        process.send(wanted);
        return answer;
      }),
    );
    return answers.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  }

  end(): void {
    this.processes.forEach((process) => process.kill('SIGKILL'));
  }
}

/** A fleet for the suite around it. */
export function useFleet(size: number): { readonly start: Fleet['start'] } {
  const made: { fleet?: Fleet } = {};
  beforeAll(async () => {
    made.fleet = await Fleet.launch(size);
  });
  afterAll(() => made.fleet?.end());
  return {
    start: (wanted) => {
      if (!made.fleet) throw new Error('useFleet: there is no fleet before the first hook has run.');
      return made.fleet.start(wanted);
    },
  };
}

export interface Rounds extends Pick<Start, 'own' | 'client'> {
  /** Makes an empty keyspace and migrations for it. */
  readonly withKeyspace: (round: number, work: (keyspace: string, dir: string) => Promise<void>) => Promise<void>;
}

/** Each way, because a round takes half a minute on three nodes; more of them with COODIE_START_ROUNDS. */
const ROUNDS = Number(process.env['COODIE_START_ROUNDS'] ?? 1);

/** The whole fleet starts at once, each time on another empty keyspace; answers all failures. */
export async function startInRounds(
  fleet: Pick<Fleet, 'start'>,
  { withKeyspace, ...options }: Rounds,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await withKeyspace(round, async (keyspace, dir) => {
      failures.push(...(await fleet.start({ ...options, keyspace, dir })));
    });
  }
  return failures;
}

interface Answer {
  readonly failure?: string;
}

async function answerOf(process: ChildProcess): Promise<Answer> {
  const ended = new AbortController();
  const end = once(process, 'exit', { signal: ended.signal }).then(() => ({ failure: 'The process has ended.' }));
  const [answer] = (await Promise.race([once(process, 'message'), end.then((failure) => [failure])])) as [Answer];
  ended.abort();
  end.catch(() => {});
  return answer;
}
