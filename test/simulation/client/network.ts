import { errors } from 'cassandra-driver';
import type { EventQueue } from '../engine/event-queue.js';
import type { Random } from '../engine/random.js';
import type { Trace } from '../engine/trace.js';
import { CODES, ServerError } from '../server/server-error.js';
import type { Answer, Request, SimulatedCluster, SimulatedNode } from '../server/simulated-cluster.js';
import type { SimulatedProcess } from './simulated-process.js';
import { drawFate, FAIR, type Fate, type Weather } from './weather.js';

/** A statement on its way, as the invariants see it. */
export interface Sending {
  readonly at: number;
  /** The call of a process that sends it. */
  readonly actor: string;
  readonly cqls: readonly string[];
  readonly params: readonly unknown[];
}

export interface NetworkOptions {
  readonly queue: EventQueue;
  readonly random: Random;
  readonly trace: Trace;
  readonly cluster: SimulatedCluster;
  readonly weather: Weather;
  /** Called when a process sends something, before it arrives anywhere. */
  readonly onSend: (sending: Sending, parcel: Parcel) => void;
}

export interface Parcel {
  readonly process: SimulatedProcess;
  readonly node: SimulatedNode;
  /** One request, or the writes of a batch. */
  readonly requests: readonly Request[];
  readonly isBatch: boolean;
  readonly isIdempotent: boolean;
  readonly timeout: number;
}

interface Settling {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What carries requests and answers, and loses, delays or repeats them as the seed decides. */
export class Network {
  weather: Weather;

  constructor(private readonly options: NetworkOptions) {
    this.weather = options.weather;
  }

  /** Ends all faults. */
  heal(): void {
    this.weather = FAIR;
  }

  send(parcel: Parcel): Promise<Answer> {
    const { queue, random, onSend } = this.options;
    const { process, requests, timeout } = parcel;
    const fate = drawFate(this.weather, random);
    const cqls = requests.map(({ cql }) => cql);
    onSend({ at: queue.now, actor: requests[0]?.actor ?? '', cqls, params: requests[0]?.params ?? [] }, parcel);
    // It was killed as it was about to send.
    if (process.isDead) return new Promise(() => {});
    this.tell(parcel, `→ ${cqls.join('; ')}`, fate);
    return new Promise((resolve, reject) => {
      const cancel = queue.after(timeout, () =>
        process.deliver(() =>
          reject(
            located(
              new errors.OperationTimedOutError(
                `The host ${parcel.node.name} did not reply before timeout ${timeout} ms`,
                parcel.node.name,
              ),
              parcel,
            ),
          ),
        ),
      );
      const settle: Settling = {
        resolve: (answer) => {
          cancel();
          process.deliver(() => resolve(answer));
        },
        reject: (error) => {
          cancel();
          process.deliver(() => reject(located(error, parcel)));
        },
      };
      this.carry(parcel, fate, settle);
    });
  }

  /** A pause of the network, or of a server. */
  latency(): number {
    const { random } = this.options;
    return random.chance(0.1) ? random.between(0.3, this.weather.slowest) : random.between(0.3, 3);
  }

  private carry(parcel: Parcel, fate: Fate, settle: Settling): void {
    const { queue, random } = this.options;
    if (fate === 'lost-request') return;
    if (fate === 'reset') queue.after(random.between(0.1, 5), () => settle.reject(new Error('socket hang up')));
    const delay = fate === 'reset' ? random.between(0.1, 500) : this.latency();
    queue.after(delay, () => this.arrive(parcel, fate, settle));
    if (parcel.isIdempotent && random.chance(this.weather.repeated)) {
      queue.after(delay + random.between(1, 900), () => this.arrive(parcel, 'lost-answer', settle));
    }
  }

  private arrive(parcel: Parcel, fate: Fate, settle: Settling): void {
    const { queue, cluster } = this.options;
    cluster.at(parcel.node, () => {
      const outcome = this.run(parcel, fate);
      if (fate === 'lost-answer' || fate === 'reset') return;
      queue.after(this.latency(), () => {
        this.tell(
          parcel,
          `← ${outcome instanceof Error ? outcome.message : `${outcome.applied ? '' : 'not applied, '}${outcome.rows.length} rows`}`,
        );
        if (outcome instanceof Error) settle.reject(new errors.ResponseError(codeOf(outcome), outcome.message));
        else settle.resolve(outcome);
      });
    });
  }

  private run(parcel: Parcel, fate: Fate): Answer | Error {
    if (fate === 'overloaded') return new ServerError(CODES.overloaded, 'the host is overloaded');
    try {
      const answer = this.runOn(parcel, fate);
      // A time-out of a server for a plain write: some replicas have it, and the others will.
      if (fate !== 'server-timeout') return answer;
      const isRead = /^\s*select/i.test(parcel.requests[0]?.cql ?? '');
      return new ServerError(
        isRead ? CODES.readTimeout : CODES.writeTimeout,
        'the server timed out waiting for replicas',
      );
    } catch (error) {
      if (error instanceof ServerError) return error;
      throw error;
    }
  }

  private runOn({ node, requests, isBatch }: Parcel, fate: Fate): Answer {
    const { cluster, random } = this.options;
    if (isBatch) return cluster.executeBatch(node, requests);
    const [request] = requests;
    if (!request) throw new Error('nothing was sent');
    const isConditional =
      fate === 'server-timeout' && / IF /.test(request.cql) && /^\s*(?:insert|update|delete)/i.test(request.cql);
    return cluster.execute(
      node,
      isConditional ? { ...request, paxos: random.pick(['none', 'applied', 'pending']) } : request,
    );
  }

  private tell({ requests, node }: Parcel, what: string, fate: Fate = 'ok'): void {
    const actor = requests[0]?.actor ?? '';
    this.options.trace.add(`${actor} ${node.name.slice(0, 8)} ${what}${fate === 'ok' ? '' : `   (${fate})`}`);
  }
}

const codeOf = (error: Error) => (error instanceof ServerError ? error.code : CODES.serverError);

/** The driver notes on an error which host it came from. */
function located(error: Error, { node }: Parcel): Error {
  return Object.assign(error, { coordinator: node.name });
}
