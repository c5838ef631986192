import { errors, type Client, type QueryOptions, type types } from 'cassandra-driver';

type Answer = Promise<types.ResultSet>;

/** What becomes of a request: `send` gives it to the server. A batch comes as the texts of its statements, a line each. */
export type Fault = (cql: string, send: () => Answer, request?: Request) => Answer;

/** Further parts of a request that is no batch. */
export interface Request {
  readonly params: readonly unknown[];
  /** Rows of a page. */
  readonly fetchSize: number | undefined;
}

export const noFault: Fault = (_, send) => send();

/** The server does the work, but its answer does not come, `times` times. */
export function lostAnswer(pattern: RegExp, times = 1): Fault {
  let left = times;
  return async (cql, send) => {
    const result = await send();
    if (left === 0 || !pattern.test(cql)) return result;
    left -= 1;
    throw timedOut();
  };
}

/** The request never reaches the server, `times` times. */
export function lostStatement(pattern: RegExp, times = 1): Fault {
  let left = times;
  return (cql, send) => {
    if (left === 0 || !pattern.test(cql)) return send();
    left -= 1;
    return Promise.reject(timedOut());
  };
}

/** The request is on its way for so long that its sender has given up: it arrives when the next of its kind does. */
export function lateStatement(pattern: RegExp): Fault {
  let late: (() => Answer) | undefined;
  let isOver = false;
  return async (cql, send) => {
    if (isOver || !pattern.test(cql)) return send();
    if (!late) {
      late = send;
      throw timedOut();
    }
    isOver = true;
    await late();
    return send();
  };
}

/** The process dies before, or after, a request is sent: it sends nothing any more. */
export function killed(pattern: RegExp, when: 'before' | 'after'): Fault {
  let isDead = false;
  return async (cql, send) => {
    if (isDead) throw new Killed();
    if (!pattern.test(cql)) return send();
    isDead = true;
    if (when === 'after') await send();
    throw new Killed();
  };
}

class Killed extends Error {}

function timedOut(): Error {
  return new errors.OperationTimedOutError('The host 127.0.0.1 did not reply before timeout');
}

/** A client like another, but for what the fault does to its requests; what the server was given is noted in `sent`. */
export function faultyDriver(client: Client, fault: Fault, sent: string[] = []): Client {
  const faulty = Object.create(client) as Client;
  const through = (cql: string, answer: () => Answer, request?: Request): Answer => {
    const send = () => {
      sent.push(cql);
      return answer();
    };
    return fault(cql, send, request);
  };
  Object.defineProperty(faulty, 'execute', {
    value: (cql: string, params: readonly unknown[] = [], options: QueryOptions = {}) =>
      through(cql, () => client.execute(cql, [...params], options), { params, fetchSize: options.fetchSize }),
  });
  // The overload that is left of its typings is the one with a callback, which coodie never uses.
  const batching = client as unknown as { batch(...args: readonly unknown[]): Answer };
  Object.defineProperty(faulty, 'batch', {
    value: (writes: readonly { readonly query: string }[], ...rest: unknown[]) =>
      through(writes.map(({ query }) => query).join('\n'), () => batching.batch(writes, ...rest)),
  });
  return faulty;
}

/** Whether a statement is the migration's own, and neither coodie's nor a question about the schema. */
export const isTheirs = (cql: string): boolean => !/_coodie_|system_schema|system\./.test(cql);
