import type { Redis } from './turns.js';

/** Options of a connection to Redis as far as they say where it is. Untrusted: an application may give anything. */
interface Place {
  readonly url?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly path?: unknown;
  readonly sentinels?: unknown;
  readonly socket?: unknown;
  readonly options?: unknown;
  readonly startupNodes?: unknown;
}

const HOST = '127.0.0.1';
const PORT = 6_379;

/** The place of Redis for a message, without user name and password: `127.0.0.1:6379`. */
export function redisAddress(connection: Redis | string): string {
  return placeOf(connection);
}

/** Replaces the user name and the password of every URL in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^\s/]*@/g, '$1***@').replace(/([?&](?:username|password)=)[^&\s]*/gi, '$1***');
}

function placeOf(value: unknown): string {
  if (typeof value === 'string') return placeOfUrl(value);
  if (typeof value === 'number') return `${HOST}:${value}`;
  return typeof value === 'object' && value !== null ? placeOfOptions(value) : `${HOST}:${PORT}`;
}

function placeOfOptions(place: Place): string {
  const { url, path, sentinels, startupNodes, options, socket } = place;
  // A cluster of ioredis keeps its nodes there, an instance its options, and node-redis both.
  if (Array.isArray(startupNodes)) return `the cluster of ${placesOf(startupNodes)}`;
  if (options ?? socket) return placeOf(options ?? socket);
  if (typeof url === 'string') return placeOfUrl(url);
  if (Array.isArray(sentinels)) return `the sentinels ${placesOf(sentinels)}`;
  return typeof path === 'string' ? path : placeOfHost(place);
}

const placesOf = (nodes: readonly unknown[]): string => nodes.map(placeOf).join(', ');

function placeOfHost({ host, port }: Place): string {
  const isPort = typeof port === 'number' || typeof port === 'string';
  return `${typeof host === 'string' ? host : HOST}:${isPort ? port : PORT}`;
}

function placeOfUrl(text: string): string {
  if (!URL.canParse(text)) return withoutCredentials(text);
  const { host, pathname } = new URL(text);
  if (host === '') return pathname.replace(/^.*@/, '***@');
  return /:\d+$/.test(host) ? host : `${host}:${PORT}`;
}
