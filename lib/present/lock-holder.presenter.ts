import { ownerName, type LockHolder } from '../core/progress/lock-holder.js';
import { visible } from '../core/text/visible.js';
import { formatAge } from '../core/text/figures.js';

/** `api-7d9f:1:5b2c   taken 38 seconds ago, renewed 4 seconds ago, expires in 296 s unless renewed`. */
export function presentHolder({ owner, acquiredAt, renewedAt, expiresIn }: LockHolder, now: Date): string {
  const facts = [
    ...(acquiredAt ? [`taken ${formatAge(acquiredAt, now)}`] : []),
    ...(renewedAt ? [`renewed ${formatAge(renewedAt, now)}`] : []),
    ...expiry({ renewedAt, expiresIn }),
  ];
  return `${ownerName(owner)}   ${facts.join(', ')}`;
}

function expiry({ renewedAt, expiresIn }: Pick<LockHolder, 'renewedAt' | 'expiresIn'>): readonly string[] {
  if (expiresIn !== undefined) return [`expires in ${expiresIn} s unless renewed`];
  // Without the time of its writing, neither is known.
  return renewedAt ? ['never expires by itself'] : [];
}

export interface HolderJson {
  readonly owner: string;
  readonly acquiredAt: string | null;
  readonly renewedAt: string | null;
  readonly expiresIn: number | null;
}

export function holderJson({ owner, acquiredAt, renewedAt, expiresIn }: LockHolder): HolderJson {
  return {
    owner,
    acquiredAt: acquiredAt?.toISOString() ?? null,
    renewedAt: renewedAt?.toISOString() ?? null,
    expiresIn: expiresIn ?? null,
  };
}

/** `host:pid` of an owner `host:pid:uuid`; the host alone where the process no longer matters. */
export function shortOwner(owner: string): string {
  return visible(owner.split(':').slice(0, 2).join(':'));
}

export function hostOf(owner: string): string {
  return visible(owner.split(':')[0] ?? owner);
}
