/**
 * Keeps a stream without a reader from ending the process: `| head`, a closed terminal, a full disk. A run goes
 * on without its output; in the middle of a schema change that is the lesser evil.
 */
export function tolerate(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    if (!stream.listeners('error').includes(onError)) stream.on('error', onError);
  }
}

/** Writes what can be written. A stream that is a file throws where others emit an error. */
export function writeTo(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(text);
  } catch (error) {
    onError(error);
  }
}

/** Errors that mean that the reader has gone. */
const READER_GONE = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'EBADF', 'EIO'];

/** Output that was to be kept and is lost, as on a full disk, is a failure once the run is over. */
function onError(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (READER_GONE.includes(code) || process.listeners('exit').includes(failAtExit)) return;
  process.once('exit', failAtExit);
}

function failAtExit(): void {
  process.exitCode ||= 1;
  writeTo(process.stderr, '✖ A part of the output could not be written.\n');
}
