/** Something that is open or shut; who comes while it is shut waits. */
export class Gate {
  private waiting: (() => void)[] = [];

  constructor(private opened = true) {}

  get isOpen(): boolean {
    return this.opened;
  }

  set(open: boolean): void {
    this.opened = open;
    if (open) for (const go of this.waiting.splice(0)) go();
  }

  /** Resolves when it is open, or when the signal aborts. */
  async passed(signal: AbortSignal): Promise<void> {
    while (!this.opened && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
