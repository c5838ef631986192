/** Returns the message of a caught value. Decided by shape: errors of other realms are no instances of our `Error`. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
