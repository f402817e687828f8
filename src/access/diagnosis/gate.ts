import type { Message } from '../../model/message';
import type { Repair } from './repair';

/** The gates of a pull, in the order in which they are shown. */
export const gateKinds = [
  'reference',
  'registry',
  'image',
  'platform',
  'credential',
  'identity',
  'attached',
  'role',
  'condition',
  'denied',
  'effective',
  'network',
  'sku',
  'limits',
] as const;
export type GateKind = (typeof gateKinds)[number];

/**
 * `unknown` is "can't tell". `warning` is an open gate of which documentation says that it might be shut, or said so once: it never decides.
 */
export type GateState = 'open' | 'shut' | 'unknown' | 'warning';

export interface Gate {
  readonly kind: GateKind;
  readonly state: GateState;
  /** What was found, one sentence each; the first says it all. */
  readonly evidence: readonly [Message, ...Message[]];
  /** The page that the rule comes from. */
  readonly source?: string;
  /** What opens it, the best first. */
  readonly repairs?: readonly Repair[];
}
