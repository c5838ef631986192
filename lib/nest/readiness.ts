/** State of a start: `waiting` until it is first requested. */
export type StartState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A start that happens once, whatever requests it first: the application's start-up, or a service that waits for it. */
export class Readiness {
  private start: () => Promise<void> = () => Promise.resolve();
  private reached: Promise<void> | undefined;
  private known: StartState = { kind: 'waiting' };

  define(start: () => Promise<void>): void {
    this.start = start;
  }

  get state(): StartState {
    return this.known;
  }

  reach(): Promise<void> {
    this.reached ??= this.run();
    return this.reached;
  }

  private async run(): Promise<void> {
    this.known = { kind: 'running' };
    try {
      await this.start();
      this.known = { kind: 'done' };
    } catch (error) {
      this.known = { kind: 'failed', error };
      throw error;
    }
  }
}
