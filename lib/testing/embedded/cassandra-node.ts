import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isReady, type Readiness, seesPeer } from './cassandra-log.js';
import type { NodePlace } from './cassandra-yaml.js';
import { CassandraStartError } from './embedded-cassandra-error.js';
import { answers } from './free-ports.js';
import { knowsPeers } from './known-peers.js';
import { writeNodeFolder } from './node-folder.js';
import { runTool, tail } from './run-tool.js';
import { containerName, serverCommand } from './server-command.js';
import { clientOptionsOf, type ServerPlan } from './server-plan.js';
import { sendSignal, type Supervisor } from './supervisor.js';

const DEFAULT_START_TIMEOUT_MS = 120_000;
const KILL_TIMEOUT_MS = 20_000;
const PAUSE_TIMEOUT_MS = 5_000;

/** Actions on a server, as a signal and as a command of Docker. */
const DEEDS = { pause: 'SIGSTOP', unpause: 'SIGCONT', kill: 'SIGKILL' } as const;

/** One server of a cluster. */
export class CassandraNode {
  private started = false;
  private paused = false;

  constructor(
    private readonly plan: ServerPlan,
    private readonly place: NodePlace,
    private readonly supervisor: Supervisor,
  ) {}

  get address(): string {
    return this.place.addresses[this.place.index] ?? '';
  }

  get isRunning(): boolean {
    return this.supervisor.isRunning(this.place.index) && !this.paused;
  }

  /** Starts the process; it does not answer yet. */
  async start(): Promise<void> {
    await writeNodeFolder(this.plan, this.place);
    this.supervisor.run(this.command());
    this.started = true;
    this.paused = false;
  }

  /** @throws CassandraStartError if the server ends instead, or takes too long */
  async waitUntilReady(readiness: Readiness): Promise<void> {
    const settled = await waitUntil(async () => !this.isRunning || (await this.isReady(readiness)), this.startTimeout);
    if (settled && this.isRunning) return;
    const problem = settled ? 'ended while it started' : `did not answer within ${this.startTimeout} ms`;
    throw new CassandraStartError(this.place.index, problem, tail(await this.readLog()));
  }

  /** Returns when this node's log says that the peer is up, in what was written after its first `since` characters. */
  async waitUntilSees(peer: string, since: number): Promise<void> {
    const seen = async () => seesPeer((await this.readLog()).slice(since), peer);
    if (await waitUntil(seen, this.startTimeout)) return;
    const problem = `did not see ${peer} come back within ${this.startTimeout} ms`;
    throw new CassandraStartError(this.place.index, problem, tail(await this.readLog()));
  }

  /** Returns when clients of this node find the peers through it: `knowsPeers`. */
  async waitUntilKnows(peers: readonly string[]): Promise<void> {
    if (peers.length === 0 || this.plan.options.clientEncryption) return;
    const known = () => knowsPeers(clientOptionsOf(this.plan, [this.place]), peers).catch(() => false);
    if (await waitUntil(known, this.startTimeout)) return;
    const problem = `did not have the tokens of ${peers.join(', ')} within ${this.startTimeout} ms`;
    throw new CassandraStartError(this.place.index, problem, tail(await this.readLog()));
  }

  /** Returns when the process does nothing any more. */
  async pause(): Promise<void> {
    await this.doTo('pause');
    this.paused = true;
    const pid = this.supervisor.pidOf(this.place.index);
    // A container is paused when Docker says so.
    if (pid !== undefined && this.plan.runtime.kind !== 'docker')
      await waitUntil(() => isStopped(pid), PAUSE_TIMEOUT_MS);
  }

  async resume(): Promise<void> {
    if (!this.paused) return;
    await this.doTo('unpause');
    this.paused = false;
  }

  /** Returns when the process is gone. */
  async kill(): Promise<void> {
    await this.doTo('kill');
    await waitUntil(async () => !this.supervisor.isRunning(this.place.index), KILL_TIMEOUT_MS);
  }

  async readLog(): Promise<string> {
    return readFile(this.command().log, 'utf8').catch(() => '');
  }

  private get startTimeout(): number {
    return this.plan.options.startTimeout ?? DEFAULT_START_TIMEOUT_MS;
  }

  private command() {
    return serverCommand(this.plan, this.place, this.started);
  }

  private async isReady(readiness: Readiness): Promise<boolean> {
    return isReady(await this.readLog(), readiness) && answers(this.address, this.place.port);
  }

  private async doTo(deed: keyof typeof DEEDS): Promise<void> {
    if (!this.supervisor.isRunning(this.place.index)) return;
    if (this.plan.runtime.kind === 'docker') {
      await runTool('docker', [deed, containerName(this.plan)]);
      return;
    }
    const pid = this.supervisor.pidOf(this.place.index);
    if (pid !== undefined) sendSignal(pid, DEEDS[deed]);
  }
}

/**
 * Whether a process that was sent SIGSTOP does nothing any more: on a busy machine its threads go on for a moment. Told
 * from /proc; where there is none, it is taken for stopped.
 */
async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const states = await Promise.all(threads.map((thread) => stateOf(`/proc/${pid}/task/${thread}/stat`)));
  return states.every((state) => state === 'T' || state === undefined);
}

/** `4711 (java) T …`: the letter behind the name, which may hold anything. `undefined` where the thread has ended. */
async function stateOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
}

const PAUSE_MS = 50;

/** Asks again and again until the answer is yes, or the time (milliseconds) is over: then false. */
export async function waitUntil(condition: () => Promise<boolean>, timeout: number): Promise<boolean> {
  const deadline = performance.now() + timeout;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await sleep(PAUSE_MS);
  }
  return false;
}
