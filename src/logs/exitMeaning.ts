import type { Message } from '../model/message';
import { message } from '../model/message';
import { inHexadecimal, windowsEnd } from '../model/windowsStatus';

/**
 * What an exit code means, as far as it says. 7147 and 7148 are Container Instances' own:
 * https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting
 */
export function exitMeaning(container: string, code: number | undefined): Message {
  switch (code) {
    case undefined:
      return message('logs.exit.unknown', { container });
    case 0:
      return message('logs.exit.ok', { container });
    case 137:
      return message('logs.exit.killed', { container });
    case 139:
      return message('logs.exit.segfault', { container });
    case 143:
      return message('logs.exit.terminated', { container });
    case 7147:
      return message('logs.exit.stopped', { container });
    case 7148:
      return message('logs.exit.stoppedByForce', { container });
    default:
      return ofWindows(container, code) ?? message('logs.exit.error', { container, code });
  }
}

function ofWindows(container: string, code: number): Message | undefined {
  const status = inHexadecimal(code);
  if (status === undefined) return undefined;
  switch (windowsEnd(code)) {
    case 'accessViolation':
      return message('logs.exit.accessViolation', { container, code: status });
    case 'missingLibrary':
      return message('logs.exit.missingLibrary', { container, code: status });
    case 'interrupted':
      return message('logs.exit.interrupted', { container, code: status });
    case undefined:
      return message('logs.exit.error', { container, code: status });
  }
}
