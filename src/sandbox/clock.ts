/** The sandbox's clock: real time times a speed, plus whatever was skipped. */
export class SandboxClock {
  private base: number;
  private startedAt: number;
  constructor(
    start: number,
    private speed: number,
    private readonly realNow: () => number = Date.now,
  ) {
    this.base = start;
    this.startedAt = realNow();
  }

  now(): number {
    return this.base + (this.realNow() - this.startedAt) * this.speed;
  }

  /** Moves the clock on by so many milliseconds at once. */
  advance(ms: number): void {
    this.base += ms;
  }

  /** 0 stands still, 1 is real time, 60 makes a minute of a second. */
  setSpeed(speed: number): void {
    this.base = this.now();
    this.startedAt = this.realNow();
    this.speed = speed;
  }

  get currentSpeed(): number {
    return this.speed;
  }
}
