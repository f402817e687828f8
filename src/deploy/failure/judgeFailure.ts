import type { Container, ContainerEvent, ContainerGroup } from '../../model/containerGroup';
import type { FindingMessage } from '../../model/message';
import { message } from '../../model/message';
import { inHexadecimal, windowsEnd } from '../../model/windowsStatus';
import type { ContainerFailure } from './containerFailure';
import { containerFailures, eventsOf } from './containerFailure';
import { isReservedPort } from '../properties/containerRows';
import { sources } from '../properties/sources';
import type { GroupSize } from './groupSize';
import { sizeOf, usualSize } from './groupSize';

/** What may help against a cause. What changes the definition sends it again. */
export type FailureRepair =
  | { readonly kind: 'restart' | 'redeploy' | 'edit' | 'region' }
  | { readonly kind: 'smaller'; readonly size: GroupSize }
  | { readonly kind: 'delay'; readonly container: string; readonly seconds: number }
  | { readonly kind: 'memory'; readonly container: string; readonly memoryInGB: number }
  | { readonly kind: 'variable'; readonly container: string; readonly name: string }
  | { readonly kind: 'restartOnFailure' }
  | { readonly kind: 'logs'; readonly container: string };

/** One cause of a failure; the most likely comes first. */
export interface Cause {
  readonly title: FindingMessage;
  readonly evidence: readonly FindingMessage[];
  readonly source?: string;
  /** The last lines that the container wrote, as it wrote them. */
  readonly log?: string;
  readonly repairs: readonly FailureRepair[];
}

const policies = 'https://learn.microsoft.com/azure/container-instances/container-instances-restart-policy';
const windowsStatuses = 'https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55';
const bashExits = 'https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html';

const linesShown = 8;

/** What is known beside the group itself, by the names of containers. */
export interface KnownOfContainers {
  /** The last lines of those that ended, as far as they were read. */
  readonly logs?: Readonly<Record<string, string>>;
  /** For which platforms an image is built, where it is not for the group's. */
  readonly misfits?: Readonly<Record<string, FindingMessage>>;
}

/** Why a group fails, the likeliest cause first: what keeps containers from starting before what ends them. */
export function judgeFailure(group: ContainerGroup, known: KnownOfContainers = {}): readonly Cause[] {
  const failures = containerFailures(group);
  const of = (kind: ContainerFailure['kind']): readonly ContainerFailure[] => failures.filter((failure) => failure.kind === kind);
  const ofContainers = [...of('mount'), ...of('pull'), ...of('start'), ...of('probe'), ...of('exit')].flatMap((failure) =>
    causesOf(failure, group, known),
  );
  return [...causesOfGroup(group, failures.length > 0), ...ofContainers];
}

/** What keeps a group as a whole from starting. */
function causesOfGroup(group: ContainerGroup, isExplained: boolean): readonly Cause[] {
  const { provisioningState, instanceView } = group.definition.properties;
  // The name ends with a full stop in the service's own answer.
  const noRoom = instanceView?.events?.find(({ name }) => name?.replace(/\.$/, '') === 'InsufficientCapacity');
  if (provisioningState !== 'Failed') return [];
  if (noRoom) return [capacity(group, noRoom)];
  if (isExplained) return [];
  const ports = reservedPortsOf(group);
  return [...(ports.length > 0 ? [reserved(group, ports)] : []), timeOut(group)];
}

function causesOf(failure: ContainerFailure, group: ContainerGroup, { logs = {}, misfits = {} }: KnownOfContainers): readonly Cause[] {
  const { container } = failure;
  const log = logs[container];
  switch (failure.kind) {
    case 'mount':
      return [
        {
          title: message('failure.mount', { container }),
          evidence: [message('failure.event', { event: failure.event }), message('failure.mountCheck')],
          source: sources.volumes,
          repairs: [{ kind: 'edit' }, { kind: 'restart' }],
        },
      ];
    case 'pull':
    case 'start': {
      const misfit = misfits[container];
      const event = message('failure.event', { event: failure.event });
      if (misfit) {
        const evidence = [misfit, message('failure.platformOnly'), event];
        return [{ title: message('failure.platform', { container }), evidence, source: sources.faq, repairs: [{ kind: 'edit' }] }];
      }
      if (failure.kind === 'start') {
        const evidence = [event, message('failure.startCheck')];
        return [{ title: message('failure.start', { container }), evidence, source: sources.command, repairs: [{ kind: 'edit' }] }];
      }
      return [
        {
          title: message('failure.pull', { container }),
          evidence: [event, message('failure.pullGates')],
          source: sources.troubleshooting,
          repairs: [],
        },
      ];
    }
    case 'probe':
      return [probe(failure, group)];
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
  const make = (meaning: FindingMessage, source: string, ...repairs: FailureRepair[]): Cause => ({
    title: message('failure.exit', { container, code }),
    evidence: [meaning, ...looped],
    source,
    ...written,
    repairs: [...repairs, logs],
  });
  const status = inHexadecimal(code);
  const end = windowsEnd(code);
  if (status !== undefined && end !== undefined) {
    return make(message(`failure.code.${end}`, { code: status }), windowsStatuses, { kind: end === 'interrupted' ? 'restart' : 'edit' });
  }
  // Conventions of shells and signals are none of Windows.
  const isWindows = group.definition.properties.osType?.toLowerCase() === 'windows';
  switch (isWindows && [126, 127, 139, 143].includes(code) ? undefined : code) {
    case 0:
      return make(message('failure.code.0'), policies, { kind: 'restartOnFailure' }, { kind: 'edit' });
    case 126:
      return make(message('failure.code.126'), bashExits, { kind: 'edit' });
    case 127:
      return make(message('failure.code.127'), bashExits, { kind: 'edit' });
    case 137:
      // An init container has no memory of its own: its properties know no resources.
      return memory === undefined
        ? make(message('failure.code.137Init'), sources.troubleshooting, { kind: 'edit' }, { kind: 'restart' })
        : make(message('failure.code.137', { memory }), sources.troubleshooting, { kind: 'memory', container, memoryInGB: memory * 2 });
    case 139:
      return make(message('failure.code.139'), sources.troubleshooting, { kind: 'edit' });
    case 143:
      return make(message('failure.code.143'), bashExits, { kind: 'restart' });
    case 7147:
    case 7148:
      return make(message('failure.code.platform'), sources.troubleshooting, { kind: 'restart' }, { kind: 'redeploy' });
    default:
      return make(message('failure.code.other'), sources.troubleshooting, { kind: 'edit' }, { kind: 'restart' });
  }
}

/** Whether it had the time to start decides what may help: more of it, or a look at what it does. */
function probe({ container, event, restarts, ranMs }: ContainerFailure & { readonly kind: 'probe' }, group: ContainerGroup): Cause {
  const found = containerOf(group, container)?.properties;
  const { initialDelaySeconds: delay = 0, periodSeconds: period = 10, failureThreshold: threshold = 3 } = probeOf(found?.['livenessProbe']);
  const ran = ranMs === undefined ? undefined : Math.round(ranMs / 1000);
  const failsFromTheStart = ran !== undefined && ran <= delay + period * threshold + graceSeconds;
  const told =
    ran === undefined ? [] : [failsFromTheStart ? message('failure.probeEarly', { ran, delay }) : message('failure.probeLate', { ran })];
  return {
    title: message('failure.probe', { container }),
    evidence: [message('failure.event', { event }), ...told, ...(restarts > 0 ? [message('failure.restarts', { count: restarts })] : [])],
    source: sources.probes,
    repairs: [
      ...(failsFromTheStart ? [{ kind: 'delay', container, seconds: delay + moreDelaySeconds } as const] : []),
      { kind: 'edit' },
      { kind: 'logs', container },
    ],
  };
}

/** Between the first check that fails and the end, beside the checks themselves. */
const graceSeconds = 10;
const moreDelaySeconds = 60;

interface ProbeTimes {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

function probeOf(given: unknown): ProbeTimes {
  return typeof given === 'object' && given !== null ? given : {};
}

/** A region has more often room for what asks for little: beyond 4 cores or 16 GB it depends on what is left. */
function capacity({ name, location, definition }: ContainerGroup, event: ContainerEvent): Cause {
  const size = sizeOf(definition);
  const usual = usualSize(size);
  return {
    title: message('failure.capacity', { name, location }),
    evidence: [
      message('failure.event', { event: event.message ?? event.name ?? '' }),
      message('failure.capacityNeeds', { cpu: size.cpu, memory: size.memoryInGB }),
      ...(usual ? [message('failure.capacityBig')] : []),
    ],
    source: sources.quotas,
    repairs: [{ kind: 'redeploy' }, { kind: 'region' }, ...(usual ? [{ kind: 'smaller', size: usual } as const] : []), { kind: 'edit' }],
  };
}

function reservedPortsOf({ definition: { properties } }: ContainerGroup): readonly number[] {
  const ports = [...properties.containers.flatMap((each) => each.properties.ports ?? []), ...(properties.ipAddress?.ports ?? [])];
  // Microsoft's own samples run with 22.
  return [...new Set(ports.map(({ port }) => port))].filter((port) => isReservedPort(port) && port !== 22);
}

/** What becomes of a group that opens such a port nobody says for certain: it is told as a possible cause, before that the time ran out. */
function reserved({ name }: ContainerGroup, ports: readonly number[]): Cause {
  return {
    title: message('failure.ports', { name, ports: ports.join(', ') }),
    evidence: [message('failure.portsMay')],
    source: sources.faq,
    repairs: [{ kind: 'edit' }],
  };
}

function timeOut(group: ContainerGroup): Cause {
  const events = eventsOf(group);
  const warning = events.findLast(({ type }) => type === 'Warning');
  return {
    title: message('failure.provisioning', { name: group.name }),
    evidence: [
      message('failure.provisioningCheck'),
      ...(warning ? [message('failure.event', { event: warning.message ?? warning.name ?? '' })] : []),
      ...(events.length === 0 ? [message('failure.provisioningUntold')] : []),
    ],
    source: sources.troubleshooting,
    repairs: [{ kind: 'redeploy' }, { kind: 'edit' }],
  };
}

function memoryOf({ definition }: ContainerGroup, container: string): number | undefined {
  return containerOf({ definition }, container)?.properties.resources.requests.memoryInGB;
}

function containerOf({ definition }: Pick<ContainerGroup, 'definition'>, container: string): Container | undefined {
  return definition.properties.containers.find(({ name }) => name === container);
}

/** A guess from what the program wrote: a name in capitals that it says is not there. It is offered, and never decides. */
function missingVariable(log = ''): string | undefined {
  const said =
    /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b["'`]?(?: environment variable)? (?:is|was|must be)?\s*(?:not set|not defined|undefined|missing|required|set\b)/;
  return said.exec(log)?.[1];
}
