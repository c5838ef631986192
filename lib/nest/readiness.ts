/** A start that happens once, whoever asks for it first: the application's start-up, or a service that waits for it. */
export class Readiness {
  private start: () => Promise<void> = () => Promise.resolve();
  private reached: Promise<void> | undefined;

  define(start: () => Promise<void>): void {
    this.start = start;
  }

  reach(): Promise<void> {
    this.reached ??= this.start();
    return this.reached;
  }
}
