import type { Azure } from '../azure/azure';
import type { AppError } from '../model/appError';
import type { Message } from '../model/message';
import type { Secrets } from '../model/secrets';
import type { Operation, Outputs, Value } from './plan';
import type { Shell } from './formats/shell';

/** What one look at Azure says of an operation. */
export type Observation =
  | { readonly state: 'absent' }
  /** There, but not as the plan wants it; applying changes it. `existing` is what `apply` must know of it. */
  | { readonly state: 'differs'; readonly existing?: Readonly<Record<string, string>> }
  | { readonly state: 'inProgress'; readonly progress: Message }
  | { readonly state: 'done'; readonly outputs: Outputs }
  /** Azure gave up. Applying again is the way to try again. */
  | { readonly state: 'failed'; readonly error: AppError };

/** What a running operation may use. */
export interface RunContext {
  readonly azure: Azure;
  /** Aborted when the user cancels: polling and back-off stop at once. */
  readonly signal: AbortSignal;
  /**
   * For requests that write. A write that is on its way gets a grace period to be answered, because after an aborted write nobody knows
   * whether Azure acted.
   */
  readonly sendSignal: AbortSignal;
  /** Aborted by *Stop Waiting*. */
  readonly stopWaiting: AbortSignal;
  /** Milliseconds since the epoch by the clock of the Azure that is written to. */
  readonly now: () => number;
  /** Waits so long by that clock, or until a signal aborts. Rejects when the user cancels. */
  readonly sleep: (ms: number, ...signals: AbortSignal[]) => Promise<void>;
  readonly resolve: (value: Value) => string;
  readonly report: (progress: Message) => void;
  /** What the plan only names; in memory for this run alone. */
  readonly secrets: Secrets;
  /** Whether Azure has accepted the operation in this run. */
  readonly applied: boolean;
  /** What `snapshot` said before the operation was applied for the first time. */
  readonly before?: string;
}

export interface Right {
  readonly action: string;
  /** Where it is needed; the nearest existing parent is asked. */
  readonly scope: string;
}

/** Everything the product knows of one kind of operation. One file each in `operations/`. */
export interface OperationType<Op extends Operation = Operation> {
  /** `ensure`: a state that templates can carry. `act`: something that happens; scripts only. */
  readonly nature: 'ensure' | 'act';
  readonly describe: (op: Op) => Message;
  /** What must be so before Azure takes it; for the review page and for handing over to an administrator. */
  readonly rights: (op: Op) => readonly Right[];
  readonly observe: (op: Op, context: RunContext) => Promise<Observation>;
  /** Sends the change. Resolves to outputs where the answer says that it is done; otherwise Azure has accepted it, and `observe` tells. */
  readonly apply: (op: Op, context: RunContext, observed: Observation) => Promise<Outputs | undefined>;
  /** For acts that leave no state of their own: a fingerprint by which `observe` sees that it has happened. */
  readonly snapshot?: (op: Op, context: RunContext) => Promise<string>;
  /** Takes back what `apply` made. Absent where nothing is made. */
  readonly remove?: (op: Op, outputs: Outputs, context: RunContext) => Promise<void>;
  /** Azure CLI commands. */
  readonly az: (op: Op, shell: Shell) => void;
}
