import type { LockHolder } from './lock-holder.js';
import type { OfEachKind } from '../model/schema-kinds.js';

export type Direction = 'upgrade' | 'downgrade';

/** Progress of a long operation, reported as it happens. Times are in milliseconds. */
export type Progress =
  | { readonly kind: 'connect-failed'; readonly message: string; readonly attempt: number; readonly attempts: number }
  | { readonly kind: 'lock-waiting'; readonly holder: LockHolder; readonly seconds: number }
  | { readonly kind: 'lock-taken'; readonly keyspace: string; readonly owner: string }
  /** It is tried again until the lock has expired by itself. */
  | {
      readonly kind: 'lock-not-released';
      readonly owner: string;
      readonly message: string;
      readonly expiresAt: Date;
      /** Until then. */
      readonly seconds: number;
    }
  /** The lock is released at last, after `lock-not-released`. */
  | { readonly kind: 'lock-released'; readonly owner: string }
  | TenantProgress
  | SchemaProgress
  | MigrationProgress;

export type TenantProgress =
  /** All tenants were looked at, in so many requests. */
  | {
      readonly kind: 'tenants-compared';
      readonly tenants: number;
      readonly unchanged: number;
      readonly reads: number;
      readonly milliseconds: number;
    }
  /** The work on one of the tenants that differ begins. */
  | {
      readonly kind: 'tenant-started';
      readonly keyspace: string;
      readonly position: number;
      readonly tenants: number;
    };

export type SchemaProgress =
  | {
      readonly kind: 'schema-unchanged';
      readonly keyspace: string;
      /** Declared objects of each kind. */
      readonly objects: OfEachKind<number>;
      readonly reads: number;
      readonly milliseconds: number;
    }
  | { readonly kind: 'schema-changes'; readonly keyspace: string; readonly changes: readonly DescribedChange[] }
  | { readonly kind: 'schema-drift'; readonly keyspace: string; readonly drift: readonly string[] }
  | {
      readonly kind: 'schema-in-sync';
      readonly keyspace: string;
      readonly statements: number;
      readonly hosts: number;
      readonly milliseconds: number;
    };

/** A change in words (`+ products.rating int`), its statements, and what to beware of. */
export interface DescribedChange {
  readonly text: string;
  readonly statements: readonly string[];
  readonly warning?: string | undefined;
}

export type LogLevel = 'debug' | 'log' | 'warn' | 'error';

export type MigrationProgress =
  | {
      readonly kind: 'migrations-planned';
      readonly keyspace: string;
      readonly direction: Direction;
      readonly names: readonly string[];
    }
  | { readonly kind: 'migration-started'; readonly name: string; readonly direction: Direction }
  | { readonly kind: 'migrations-passed-over'; readonly names: readonly string[] }
  | { readonly kind: 'hook-failed'; readonly hook: string; readonly message: string }
  | { readonly kind: 'migration-log'; readonly level: LogLevel; readonly message: string }
  | {
      readonly kind: 'statement-started';
      readonly cql: string;
      readonly position: number;
      /** The migration that sends it; sync has none. */
      readonly migration?: string | undefined;
    }
  | {
      readonly kind: 'statement-finished';
      readonly cql: string;
      readonly position: number;
      readonly migration?: string | undefined;
      readonly milliseconds: number;
    }
  /** An earlier run has done it: it is not sent again. */
  | {
      readonly kind: 'statement-known';
      readonly cql: string;
      readonly position: number;
      readonly migration: string;
    }
  | {
      readonly kind: 'backfill-progress';
      readonly name: string;
      /** Share of the tokens that are done, from 0 to 1. */
      readonly share: number;
      readonly rows: number;
      readonly perSecond: number;
      /** Milliseconds that are left; undefined while that cannot be told. */
      readonly remaining: number | undefined;
      readonly inFlight: number;
      readonly dead: number;
      /** Somebody has paused it: no row is written until it is resumed. */
      readonly paused: boolean;
    }
  | {
      readonly kind: 'verification-progress';
      /** The backfill whose rows are compared. */
      readonly name: string;
      readonly share: number;
      readonly rows: number;
      readonly perSecond: number;
      readonly remaining: number | undefined;
    }
  | {
      readonly kind: 'migration-finished';
      readonly name: string;
      readonly direction: Direction;
      readonly statements: number;
      readonly milliseconds: number;
    };

export type Report = (progress: Progress) => void;
