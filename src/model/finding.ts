import type { Message } from './message';

export type Severity = 'error' | 'warning' | 'information';

/** One judgement. `error` only where the service itself is known to refuse; a rule found only in documentation is a warning. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Message;
  /** Where in the definition: property names and indices from the top. */
  readonly path: readonly (string | number)[];
  /** The page that the rule comes from. */
  readonly source?: string;
}
