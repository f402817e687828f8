import type { AppError } from '../../model/appError';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { Gate, GateKind, GateState } from './gate';
import type { Repair } from './repair';

interface More {
  readonly source?: string;
  readonly repairs?: readonly Repair[];
  readonly more?: readonly Message[];
}

export function gate(kind: GateKind, state: GateState, first: Message, { source, repairs = [], more = [] }: More = {}): Gate {
  return {
    kind,
    state,
    evidence: [first, ...more],
    ...(source === undefined ? {} : { source }),
    ...(repairs.length > 0 ? { repairs } : {}),
  };
}

/** A gate that could not be read. */
export function factGate(kind: GateKind, error: AppError | undefined, more: readonly Message[] = []): Gate {
  const why = error ? error.userMessage : message('error.unexplained');
  return gate(kind, 'unknown', message('diagnosis.unread'), { more: [why, ...more] });
}
