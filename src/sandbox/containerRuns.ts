/** What containers ran: metrics tell of it when the containers know only their last two runs, or are others by now. */
import type { SandboxContainerGroup, SandboxRun } from './world';

/** So far back metrics are known. Azure keeps them for 93 days. */
export const keptMs = 25 * 3_600_000;

export function keepRun(group: SandboxContainerGroup, run: SandboxRun): void {
  group.runs = [...(group.runs ?? []).filter(({ to }) => to > run.to - keptMs), run];
}
