import type { InjectionToken } from '@nestjs/common';
import type { DiscoveryService, ModuleRef } from '@nestjs/core';
import { isSameSource } from '../load/built-from.js';
import { filesOfClasses, type AnyClass } from '../load/class-file.js';
import { ServiceLoadedTwiceError, ServiceNotFoundError, ServiceTypeMissingError } from './errors.js';

/** A service that a migration asks for. */
export interface Demand {
  /** The index of a constructor parameter, or the name of a property. */
  readonly place: number | string;
  readonly token: InjectionToken | undefined;
  readonly isOptional: boolean;
  /** Whether the compiler has written down types where this stands. */
  readonly isCompiledIn: boolean;
}

/**
 * Finds services of the application for migrations. A migration from `src` asks an application from `dist` for a class
 * that was loaded a second time and is another token: it gets the service whose class comes from the same source file.
 */
export class ServiceFinder {
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly discovery: DiscoveryService,
  ) {}

  /** @throws ServiceNotFoundError | ServiceLoadedTwiceError | ServiceTypeMissingError, and what the service itself throws */
  async find({ place, token, isOptional, isCompiledIn }: Demand): Promise<unknown> {
    if (token === undefined || token === Object) {
      if (isOptional) return undefined;
      throw new ServiceTypeMissingError(place, isCompiledIn);
    }
    try {
      return await this.resolve(token);
    } catch (error) {
      if (this.tokens().includes(token)) throw error;
      const twin = this.twin(token);
      if (twin !== undefined) return this.resolve(twin);
      if (isOptional) return undefined;
      throw new ServiceNotFoundError(nameOf(token), error);
    }
  }

  private resolve(token: InjectionToken): Promise<unknown> {
    return this.moduleRef.resolve(token, undefined, { strict: false });
  }

  private tokens(): readonly InjectionToken[] {
    return this.discovery.getProviders().map(({ token }) => token);
  }

  /** The application's token for what was loaded twice, where it is certain. */
  private twin(token: InjectionToken): InjectionToken | undefined {
    const namesakes = [...new Set(this.tokens().filter((known) => isNamesake(known, token)))];
    if (namesakes.length === 0) return undefined;
    const [own, ...files] = filesOfClasses([token, ...namesakes].filter(isClass));
    const twins = namesakes.filter((_, index) => isSame(own, files[index]));
    if (twins.length === 1) return twins[0];
    throw new ServiceLoadedTwiceError(nameOf(token), own, files);
  }
}

const isSame = (own: string | undefined, other: string | undefined): boolean =>
  own !== undefined && other !== undefined && isSameSource(own, other);

/** A string is one token wherever it is written; a class or a symbol is another one each time its file is evaluated. */
function isNamesake(known: InjectionToken, token: InjectionToken): boolean {
  if (typeof known === 'symbol' && typeof token === 'symbol') return known.description === token.description;
  return isClass(known) && isClass(token) && known.name === token.name;
}

function isClass(token: InjectionToken): token is Extract<InjectionToken, AnyClass> {
  return typeof token === 'function';
}

function nameOf(token: InjectionToken): string {
  return typeof token === 'function' ? token.name : String(token);
}
