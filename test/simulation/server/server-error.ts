/** Codes of the native protocol, for the errors that the simulated server gives. */
export const CODES = {
  serverError: 0x0000,
  unavailable: 0x1000,
  overloaded: 0x1001,
  writeTimeout: 0x1100,
  readTimeout: 0x1200,
  syntaxError: 0x2000,
  invalid: 0x2200,
  configError: 0x2300,
  alreadyExists: 0x2400,
} as const;

/** Answer of a server that did not do what it was asked. */
export class ServerError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export const invalid = (message: string) => new ServerError(CODES.invalid, message);
export const syntaxError = (message: string) => new ServerError(CODES.syntaxError, message);
