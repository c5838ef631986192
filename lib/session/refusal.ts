/** Error codes of the CQL protocol, which a server's answer carries as `code`. */
const SYNTAX_ERROR = 0x20_00;
const UNAUTHORIZED = 0x21_00;
const INVALID = 0x22_00;
const ALREADY_EXISTS = 0x24_00;

/** Whether the server read the request and refused it: it had no effect, and asking again does not help. */
export function isRefused(error: unknown): boolean {
  const code = protocolCodeOf(error);
  return code !== undefined && code >= SYNTAX_ERROR && code <= ALREADY_EXISTS;
}

/** Whether the server calls the request invalid; a table that it does not know makes a request so. */
export function isInvalid(error: unknown): boolean {
  return protocolCodeOf(error) === INVALID;
}

/** Whether the role may not do what it asked for. */
export function isUnauthorized(error: unknown): boolean {
  return protocolCodeOf(error) === UNAUTHORIZED;
}

/** The driver's errors are recognized by their shape: an application may have loaded another copy of the driver. */
function protocolCodeOf(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'number' ? code : undefined;
}
