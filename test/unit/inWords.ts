import type { FindingMessage } from '../../src/model/message';
import { findingMessages } from '../../src/model/messages/findings';

/** What a finding or an effect says. */
export function inWords({ key, args }: FindingMessage): string {
  return findingMessages[key].replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
}
