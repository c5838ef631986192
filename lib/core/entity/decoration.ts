import { InvalidEntitiesError } from '../model/errors.js';
import { isPlainObject } from '../options/check-options.js';
import { ownRecord } from './metadata.js';

const STANDARD_DECORATORS =
  'the compiler applies decorators of the JavaScript standard, which Nest and coodie do not support: ' +
  'set "experimentalDecorators" and "emitDecoratorMetadata" to true in tsconfig.json, or in the options of the transform';

/** One use of a decorator: the arguments in its parentheses, and what is wrong with them. */
export interface Use {
  /** `@Column`, with the sign. */
  readonly decorator: string;
  /** A right use, for messages. */
  readonly example: string;
  readonly given: readonly unknown[];
  readonly problems: readonly string[];
}

/** A class decorator. Misuse is recorded, to be reported with all other problems when the class is read. */
export function onClass(use: Use, add: (target: object) => void): ClassDecorator {
  refuseStandard(use, use.given);
  const [target] = use.given;
  if (typeof target === 'function') {
    add(target);
    noteMisuse(target, undefined, bare(use));
    return target as unknown as ClassDecorator;
  }
  return (...place: readonly unknown[]) => {
    refuseStandard(use, place);
    const [owner, property] = place;
    if (typeof owner !== 'function' || property !== undefined) {
      return noteMisuse(ownerOf(use, owner), property, `${use.decorator} belongs on a class`);
    }
    add(owner);
    for (const problem of use.problems) noteMisuse(owner, undefined, problem);
  };
}

/** A property decorator; `add` gets the prototype and the property's name. */
export function onProperty(use: Use, add: (target: object, property: string) => void): PropertyDecorator {
  refuseStandard(use, use.given);
  if (isPlace(use.given)) {
    decorate(use, use.given, add, [bare(use)]);
    // Whatever a bare decorator returns would be taken for the property's descriptor.
    return undefined as unknown as PropertyDecorator;
  }
  return (...place: readonly unknown[]) => {
    refuseStandard(use, place);
    decorate(use, place, add, use.problems);
  };
}

function decorate(
  use: Use,
  place: readonly unknown[],
  add: (target: object, property: string) => void,
  problems: readonly string[],
): void {
  const [target, property] = place;
  const owner = ownerOf(use, target);
  const wrong = misplaced(use, place);
  if (wrong !== undefined) return noteMisuse(owner, property, wrong);
  // A prototype, as `misplaced` has found.
  add(target as object, String(property));
  for (const problem of problems) noteMisuse(owner, property, problem);
}

function misplaced({ decorator }: Use, [target, property, more]: readonly unknown[]): string | undefined {
  const belongs = `${decorator} belongs on a property`;
  if (typeof more === 'number') return `${belongs}, not on a parameter`;
  if (property === undefined) return `${belongs}, not on a class`;
  if (typeof property !== 'string') return `${belongs} that has a name`;
  if (typeof target === 'function') {
    return `is a static member of the class: ${belongs} of the instances; a static column is @Column('text', { static: true })`;
  }
  return isPlainObject(more) && typeof more['value'] === 'function' ? `${belongs}, not on a method` : undefined;
}

/** Whether a decorator was called by the compiler in place of its user: `@Column name` and not `@Column() name`. */
function isPlace([target, property]: readonly unknown[]): boolean {
  const isOwner = typeof target === 'function' || (isPlainObject(target) && Object.hasOwn(target, 'constructor'));
  return isOwner && (typeof property === 'string' || typeof property === 'symbol');
}

function bare({ decorator, example }: Use): string {
  return `${decorator} stands without parentheses: write ${example}`;
}

/** The class itself: that of the prototype, or of a static member. */
function ownerOf({ decorator }: Use, target: unknown): object {
  if (typeof target === 'function') return target;
  const owner: unknown = isPlainObject(target) ? target['constructor'] : undefined;
  if (typeof owner === 'function' && owner !== Object) return owner;
  throw new InvalidEntitiesError([
    { where: decorator, message: 'is not used as the decorator of a class or property' },
  ]);
}

function noteMisuse(owner: object, property: unknown, message: string): void {
  ownRecord(owner).misuses.push({ property: property === undefined ? undefined : nameText(property), message });
}

/** The class of a property is not known there, so nothing can be recorded. */
function refuseStandard({ decorator }: Use, [, context]: readonly unknown[]): void {
  if (!isPlainObject(context) || typeof context['kind'] !== 'string' || !('addInitializer' in context)) return;
  throw new InvalidEntitiesError([
    { where: `${decorator} ${nameText(context['name'])}`.trim(), message: STANDARD_DECORATORS },
  ]);
}

function nameText(name: unknown): string {
  return typeof name === 'string' || typeof name === 'symbol' ? String(name) : '';
}
