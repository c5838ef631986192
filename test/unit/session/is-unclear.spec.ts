import { errors, types } from 'cassandra-driver';
import { isTransient, isUnclear } from '../../../lib/session/driver/is-unclear.js';

const response = (code: number) => new errors.ResponseError(code, 'a response');
const socket = Object.assign(new Error('Socket was closed'), { isSocketError: true });
const CODES = types.responseErrorCodes;

describe('an error of the driver', () => {
  it.each<[string, unknown, { readonly transient: boolean; readonly unclear: boolean }]>([
    ['a time-out of the client', new errors.OperationTimedOutError('late'), { transient: true, unclear: true }],
    ['a lost connection', socket, { transient: true, unclear: true }],
    ['a busy connection', new errors.BusyConnectionError('host', 1, 1), { transient: true, unclear: true }],
    ['no host at all', new errors.NoHostAvailableError({}, 'none'), { transient: true, unclear: false }],
    ['a write time-out', response(CODES.writeTimeout), { transient: true, unclear: true }],
    ['a write failure', response(CODES.writeFailure), { transient: true, unclear: true }],
    ['an overloaded server', response(CODES.overloaded), { transient: true, unclear: false }],
    ['too few replicas', response(CODES.unavailableException), { transient: true, unclear: false }],
    ['a starting server', response(CODES.isBootstrapping), { transient: true, unclear: false }],
    ['an invalid statement', response(CODES.invalid), { transient: false, unclear: false }],
    ['a syntax error', response(CODES.syntaxError), { transient: false, unclear: false }],
    ['a value of the wrong type', new TypeError('not a text'), { transient: false, unclear: true }],
  ])('%s', (_, error, { transient, unclear }) => {
    expect({ transient: isTransient(error), unclear: isUnclear(error) }).toEqual({ transient, unclear });
  });
});
