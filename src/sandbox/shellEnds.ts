/** Ctrl+C reached what runs. */
export class Interrupted extends Error {}

/** A shell ends itself. */
export class Ended extends Error {
  constructor(readonly status: number) {
    super();
  }
}
