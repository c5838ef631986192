import { isIPv6 } from 'node:net';

export interface Host {
  readonly name: string;
  readonly port: number | undefined;
}

/** `host`, `host:port`, `[::1]`, `[::1]:9042` or a bare IPv6 address; `undefined` for anything else. */
export function parseHost(text: string): Host | undefined {
  if (isIPv6(text)) return { name: text, port: undefined };
  const { bracketed, plain, port } =
    /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:[\]\s]+))(?::(?<port>\d+))?$/.exec(text)?.groups ?? {};
  const name = bracketed ?? plain;
  const isName = name !== undefined && (bracketed === undefined || isIPv6(bracketed));
  const number = port === undefined ? undefined : Number(port);
  return isName && isPort(number) ? { name, port: number } : undefined;
}

/** Formats a host as a contact point of the driver. */
export function formatHost({ name, port }: Host): string {
  const bracketed = isIPv6(name) ? `[${name}]` : name;
  return port === undefined ? bracketed : `${bracketed}:${port}`;
}

function isPort(port: number | undefined): boolean {
  return port === undefined || (port >= 1 && port <= 65_535);
}
