/** Runs tasks at most `limit` at a time, in the order they were added. */
export class TaskQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;
  private idlers: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** `task` handles its own failures: one that rejects is dropped, and the next runs. */
  add(task: () => Promise<void>): void {
    this.waiting.push(task);
    this.next();
  }

  /** Forgets what has not started. */
  clear(): void {
    this.waiting.length = 0;
  }

  /** Resolves once nothing runs and nothing waits. */
  async idle(): Promise<void> {
    if (this.running > 0 || this.waiting.length > 0) await new Promise<void>((resolve) => this.idlers.push(resolve));
  }

  private next(): void {
    while (this.running < this.limit) {
      const task = this.waiting.shift();
      if (!task) return;
      this.running++;
      const done = () => {
        this.running--;
        this.next();
        if (this.running === 0) this.idlers.splice(0).forEach((resolve) => resolve());
      };
      task().then(done, done);
    }
  }
}
