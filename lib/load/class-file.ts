import { Session, type Debugger, type Runtime } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import util from 'node:util';

/** Any class: what matters is where it was written. */
export type AnyClass = abstract new (...args: never[]) => unknown;

/**
 * The files that classes were loaded from, by whatever loader; `undefined` where that is not known. V8 knows the script
 * of each function and tells it to a debugger, which this is for a moment.
 */
export function filesOfClasses(classes: readonly AnyClass[]): readonly (string | undefined)[] {
  const session = new Session();
  try {
    session.connect();
    return locate(session, classes);
  } catch {
    return classes.map(() => undefined);
  } finally {
    session.disconnect();
  }
}

// The debugger evaluates text in the main realm: what is known there, and in a test runner's realms too, is a built-in module.
const SHARED = Symbol.for('nestjs-coodie:classes');
const EXPRESSION = `process.getBuiltinModule('node:util')[Symbol.for('nestjs-coodie:classes')]`;

function locate(session: Session, classes: readonly AnyClass[]): readonly (string | undefined)[] {
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }: { readonly params: Debugger.ScriptParsedEventDataType }) =>
    urls.set(params.scriptId, params.url),
  );
  session.post('Debugger.enable');
  Reflect.set(util, SHARED, classes);
  try {
    return classes.map((_, index) => fileOf(urls.get(scriptOf(session, `${EXPRESSION}[${index}]`) ?? '')));
  } finally {
    Reflect.deleteProperty(util, SHARED);
  }
}

function scriptOf(session: Session, expression: string): string | undefined {
  const objectId = answer<Runtime.EvaluateReturnType>((settle) =>
    session.post('Runtime.evaluate', { expression }, settle),
  )?.result.objectId;
  if (objectId === undefined) return undefined;
  const described = answer<Runtime.GetPropertiesReturnType>((settle) =>
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, settle),
  );
  const location = described?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]');
  return (location?.value?.value as Debugger.Location | undefined)?.scriptId;
}

/** A session of the same thread answers before `post` returns. */
function answer<T>(post: (settle: (error: Error | null, result?: T) => void) => void): T | undefined {
  const answered: { result?: T | undefined } = {};
  post((_, result) => (answered.result = result));
  return answered.result;
}

/** Loaders name scripts by path or by URL, and some add a query. */
function fileOf(address: string | undefined): string | undefined {
  const [plain = ''] = address?.split(/[?#]/) ?? [];
  if (plain.startsWith('file:')) return fileURLToPath(plain);
  return /^(?:\/|[A-Za-z]:[\\/])/.test(plain) ? plain : undefined;
}
