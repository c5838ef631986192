import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { SUPERVISOR_SCRIPT } from './supervisor-script.js';

/** Duties when the servers end, whatever ends them. */
export interface SupervisorDuties {
  /** Removed at the end; undefined keeps everything. */
  readonly folder: string | undefined;
  /** Let servers write down what they hold (SIGTERM) rather than be killed. */
  readonly gentle: boolean;
  /** Commands to run at the end, program first. */
  readonly cleanup: readonly (readonly string[])[];
}

export interface ServerCommand {
  /** Counts from 0. */
  readonly node: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Absolute path; emptied at each start. */
  readonly log: string;
}

type ServerEvent =
  | { readonly kind: 'running'; readonly node: number; readonly pid?: number }
  | { readonly kind: 'gone'; readonly node: number };

/** Holds the servers through a process of its own that outlives us just long enough to end them. */
export class Supervisor {
  /** By node; undefined between the order to start and the report of its process id. */
  private readonly pids = new Map<number, number | undefined>();
  private readonly process: ChildProcess;

  constructor(duties: SupervisorDuties) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.process = spawn(process.execPath, ['-e', SUPERVISOR_SCRIPT, JSON.stringify(duties)], {
      // A session of its own: Ctrl-C in the terminal reaches us, and through our end the servers, in that order.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env,
    });
    this.process.on('exit', () => this.killAll()).on('error', () => this.killAll());
    // Only our own script is at the other end.
    this.process.on('message', (event) => this.note(event as ServerEvent));
    // A forgotten `stop()` does not keep us from ending, and our end ends the servers.
    this.process.unref();
    this.process.channel?.unref();
  }

  run(server: ServerCommand): void {
    this.pids.set(server.node, undefined);
    if (this.process.connected) this.process.send(server, () => {});
  }

  /** Ordered to run, and not ended since. */
  isRunning(node: number): boolean {
    return this.pids.has(node);
  }

  /** The process id of a node's server; undefined before its start and after its end. */
  pidOf(node: number): number | undefined {
    return this.pids.get(node);
  }

  /** Ends every server and removes what is to be removed. */
  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.ref();
    if (this.process.connected) this.process.disconnect();
    // From here on they are the supervisor's to end; their process ids may soon be those of others.
    this.pids.clear();
    await exited;
  }

  private note(event: ServerEvent): void {
    if (event.kind === 'running') this.pids.set(event.node, event.pid);
    if (event.kind === 'gone') this.pids.delete(event.node);
  }

  /** Only when the supervisor itself was killed; otherwise nothing is left to kill. */
  private killAll(): void {
    for (const pid of this.pids.values()) if (pid !== undefined) sendSignal(pid, 'SIGKILL');
    this.pids.clear();
  }
}

/** Sends a signal unless the process is gone already. */
export function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
