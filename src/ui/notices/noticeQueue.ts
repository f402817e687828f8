/** One button of a notification. */
export interface NoticeButton {
  readonly title: string;
}

/** A notification that comes by itself, or late: nobody has just pressed anything that it answers. */
export interface Notice<Button extends NoticeButton = NoticeButton> {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly buttons: readonly Button[];
}

/** Shows a notification; resolves to the button that was pressed, or to undefined once it has been closed. */
export type ShowNotice = <Button extends NoticeButton>(notice: Notice<Button>) => PromiseLike<Button | undefined>;

/** VS Code puts a notification behind the bell after 10 to 20 seconds, by its version; an error that has buttons stays until it is closed. */
const inSightMs = 20_000;
/** Whoever has put such an error behind the bell without closing it waits no longer for what comes next than this. */
const stickyMs = 10 * 60_000;

interface Waiting {
  readonly subject: string;
  /** Shows what there is to say when its turn comes; undefined where there is nothing any more. */
  readonly show: () => PromiseLike<Shown | undefined>;
  readonly drop: () => void;
}

interface Shown {
  readonly notice: Notice;
  readonly closed: PromiseLike<unknown>;
}

/** At most one notification that comes by itself is in sight at a time. */
export class NoticeQueue {
  private waiting: readonly Waiting[] = [];
  /** Each until it has been closed, or is out of sight. */
  private readonly inSight = new Set<Promise<unknown>>();
  private isRunning = false;

  constructor(
    private readonly show: ShowNotice,
    private readonly sleep: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {}

  /**
   * Shows a notice when its turn comes. A newer one about the same subject takes the place of one that waits.
   * @param make what there is to say by then; undefined where it is no longer true.
   * @returns the button that was pressed, if any.
   */
  add<Button extends NoticeButton>(
    subject: string,
    make: () => Notice<Button> | undefined | PromiseLike<Notice<Button> | undefined>,
  ): Promise<Button | undefined> {
    return new Promise((resolve, reject) => {
      const show = async (): Promise<Shown | undefined> => {
        const notice = await make();
        if (!notice) {
          resolve(undefined);
          return undefined;
        }
        const closed = this.show(notice);
        closed.then(resolve, reject);
        return { notice, closed };
      };
      const mine: Waiting = { subject, show, drop: () => resolve(undefined) };
      const same = this.waiting.find((other) => other.subject === subject);
      same?.drop();
      this.waiting = same ? this.waiting.map((other) => (other === same ? mine : other)) : [...this.waiting, mine];
      void this.run();
    });
  }

  /** Shows at once what answers a person's click. What waits goes on waiting while it is in sight. */
  async answer<Button extends NoticeButton>(notice: Notice<Button>): Promise<Button | undefined> {
    const closed = this.show(notice);
    this.keep({ notice, closed });
    return closed;
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      for (;;) {
        while (this.inSight.size > 0) await Promise.all(this.inSight);
        const [next, ...others] = this.waiting;
        if (!next) return;
        this.waiting = others;
        const shown = await next.show().then(undefined, () => undefined);
        if (shown) this.keep(shown);
      }
    } finally {
      this.isRunning = false;
    }
  }

  private keep({ notice, closed }: Shown): void {
    const isSticky = notice.severity === 'error' && notice.buttons.length > 0;
    const gone: Promise<unknown> = Promise.race([Promise.resolve(closed), this.sleep(isSticky ? stickyMs : inSightMs)]).then(
      () => this.inSight.delete(gone),
      () => this.inSight.delete(gone),
    );
    this.inSight.add(gone);
  }
}
