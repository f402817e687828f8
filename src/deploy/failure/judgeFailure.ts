import type { ContainerGroup } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { ContainerFailure } from './containerFailure';
import { containerFailures } from './containerFailure';

/** What may help against a cause. What changes the definition sends it again. */
export type FailureRepair =
  | { readonly kind: 'restart' | 'redeploy' | 'edit' }
  | { readonly kind: 'memory'; readonly container: string; readonly memoryInGB: number }
  | { readonly kind: 'variable'; readonly container: string; readonly name: string }
  | { readonly kind: 'restartOnFailure' }
  | { readonly kind: 'logs'; readonly container: string };

/** One cause of a failure; the most likely comes first. */
export interface Cause {
  readonly title: Message;
  readonly evidence: readonly Message[];
  readonly source?: string;
  /** The last lines that the container wrote, as it wrote them. */
  readonly log?: string;
  readonly repairs: readonly FailureRepair[];
}

const troubleshooting = 'https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting';
const mounts = 'https://learn.microsoft.com/azure/container-instances/container-instances-volume-azure-files';
const policies = 'https://learn.microsoft.com/azure/container-instances/container-instances-restart-policy';
const bashExits = 'https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html';

const linesShown = 8;

/**
 * Why a group fails, the likeliest cause first: what keeps containers from starting before what ends them.
 * @param logs the last lines of containers that ended, by name, as far as they were read.
 */
export function judgeFailure(group: ContainerGroup, logs: Readonly<Record<string, string>> = {}): readonly Cause[] {
  const failures = containerFailures(group);
  const of = (kind: ContainerFailure['kind']): readonly ContainerFailure[] => failures.filter((failure) => failure.kind === kind);
  const causes = [...of('mount'), ...of('pull'), ...of('exit')].flatMap((failure) => causesOf(failure, group, logs[failure.container]));
  const isGivenUp = group.definition.properties.provisioningState === 'Failed' && failures.length === 0;
  return isGivenUp ? [timeOut(group), ...causes] : causes;
}

function causesOf(failure: ContainerFailure, group: ContainerGroup, log: string | undefined): readonly Cause[] {
  const { container } = failure;
  switch (failure.kind) {
    case 'mount':
      return [
        {
          title: message('failure.mount', { container }),
          evidence: [message('failure.event', { event: failure.event }), message('failure.mountCheck')],
          source: mounts,
          repairs: [{ kind: 'edit' }, { kind: 'restart' }],
        },
      ];
    case 'pull':
      return [
        {
          title: message('failure.pull', { container }),
          evidence: [message('failure.event', { event: failure.event }), message('failure.pullGates')],
          source: troubleshooting,
          repairs: [],
        },
      ];
    case 'exit': {
      const variable = failure.code === 0 ? undefined : missingVariable(log);
      const missing: Cause[] =
        variable === undefined
          ? []
          : [
              {
                title: message('failure.variable', { container, name: variable }),
                evidence: [message('failure.variableGuess', { name: variable })],
                repairs: [{ kind: 'variable', container, name: variable }],
              },
            ];
      return [...missing, exitCause(failure, group, log)];
    }
  }
}

function exitCause(failure: ContainerFailure & { readonly kind: 'exit' }, group: ContainerGroup, log: string | undefined): Cause {
  const { container, code, restarts } = failure;
  const looped = restarts > 0 ? [message('failure.restarts', { count: restarts })] : [];
  const written = log?.trim() ? { log: log.trimEnd().split('\n').slice(-linesShown).join('\n') } : {};
  const logs: FailureRepair = { kind: 'logs', container };
  const memory = memoryOf(group, container);
  const make = (meaning: Message, source: string, ...repairs: FailureRepair[]): Cause => ({
    title: message('failure.exit', { container, code }),
    evidence: [meaning, ...looped],
    source,
    ...written,
    repairs: [...repairs, logs],
  });
  switch (code) {
    case 0:
      return make(message('failure.code.0'), policies, { kind: 'restartOnFailure' }, { kind: 'edit' });
    case 126:
      return make(message('failure.code.126'), bashExits, { kind: 'edit' });
    case 127:
      return make(message('failure.code.127'), bashExits, { kind: 'edit' });
    case 137:
      return make(message('failure.code.137', { memory }), troubleshooting, {
        kind: 'memory',
        container,
        memoryInGB: memory * 2,
      });
    case 139:
      return make(message('failure.code.139'), troubleshooting, { kind: 'edit' });
    case 143:
      return make(message('failure.code.143'), bashExits, { kind: 'restart' });
    case 7147:
    case 7148:
      return make(message('failure.code.platform'), troubleshooting, { kind: 'restart' }, { kind: 'redeploy' });
    default:
      return make(message('failure.code.other'), troubleshooting, { kind: 'edit' }, { kind: 'restart' });
  }
}

function timeOut({ name }: ContainerGroup): Cause {
  return {
    title: message('failure.provisioning', { name }),
    evidence: [message('failure.provisioningCheck')],
    source: troubleshooting,
    repairs: [{ kind: 'redeploy' }, { kind: 'edit' }],
  };
}

function memoryOf({ definition }: ContainerGroup, container: string): number {
  return definition.properties.containers.find(({ name }) => name === container)?.properties.resources.requests.memoryInGB ?? 1;
}

/** A guess from what the program wrote: a name in capitals that it says is not there. It is offered, and never decides. */
function missingVariable(log = ''): string | undefined {
  const said =
    /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b["'`]?(?: environment variable)? (?:is|was|must be)?\s*(?:not set|not defined|undefined|missing|required|set\b)/;
  return said.exec(log)?.[1];
}
