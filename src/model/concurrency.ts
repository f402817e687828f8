/** Runs tasks at most `limit` at a time, in the order they were added. */
export class TaskQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

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

  private next(): void {
    while (this.running < this.limit) {
      const task = this.waiting.shift();
      if (!task) return;
      this.running++;
      const done = () => {
        this.running--;
        this.next();
      };
      task().then(done, done);
    }
  }
}
