/** What a container group is at a moment: its containers, what they run, and whether Azure is at work on it. How it changes is `containerGroupLife.ts`. */
import type { Container } from '../model/containerGroup';
import type { Behaviour, RunContext } from './behaviours';
import { behaviourNamed } from './behaviours';
import { behaviourOfCommand } from './command';
import { memoryOf } from './containerGroupSize';
import type { SandboxContainerGroup, SandboxRun } from './world';

/** Init containers first, in their order, then the containers. */
export function allContainers(group: SandboxContainerGroup): readonly Container[] {
  return [...initContainersOf(group), ...group.definition.properties.containers];
}

export function initContainersOf(group: SandboxContainerGroup): readonly Container[] {
  const init = group.definition.properties['initContainers'];
  return Array.isArray(init) ? (init as Container[]) : [];
}

export function containerOf(group: SandboxContainerGroup, name: string): Container | undefined {
  return allContainers(group).find((each) => each.name === name);
}

/** The behaviour of a container, and what it can see of its own definition. */
export function behaviourOf(group: SandboxContainerGroup, name: string): { behaviour: Behaviour; context: RunContext } {
  const properties = containerOf(group, name)?.properties;
  const image = behaviourNamed(group.containers[name]?.behaviour);
  const env = Object.fromEntries(
    (properties?.environmentVariables ?? []).map((variable) => [
      variable.name,
      variable.value ?? group.secrets[secretKey(name, variable.name)] ?? '',
    ]),
  );
  // An init container may ask for nothing: it has what the group has.
  const resources: Container['properties']['resources'] | undefined = properties?.resources;
  const memoryInGB = resources?.requests.memoryInGB ?? memoryOf(group.definition);
  const context = { container: name, env, ports: (properties?.ports ?? []).map((port) => port.port), memoryInGB };
  return { behaviour: properties?.command?.length ? behaviourOfCommand(properties.command, image) : image, context };
}

/** The run of a container that goes on. */
export function presentRun(group: SandboxContainerGroup, name: string, now: number): SandboxRun | undefined {
  const { startedAt, finishedAt } = group.containers[name] ?? {};
  const resources = containerOf(group, name)?.properties.resources;
  if (startedAt === undefined || finishedAt !== undefined || !resources) return undefined;
  const { load = 'waiting' } = behaviourOf(group, name).behaviour;
  // Without a limit of its own a container may use what it asked for.
  const { cpu, memoryInGB } = { ...resources.requests, ...resources.limits };
  return { container: name, from: startedAt, to: now, load, cores: cpu, memoryInGB };
}

/** Whether a start, a restart or a PUT is still at work on the group. */
export function isTransitioning(group: SandboxContainerGroup): boolean {
  return group.provisioningState === 'Pending' || group.provisioningState === 'Creating';
}

/** Whether nothing of the group will run again by itself. */
export function isOver(group: SandboxContainerGroup): boolean {
  return group.state === 'Succeeded' || group.state === 'Stopped' || (group.state === 'Failed' && group.provisioningState === 'Succeeded');
}

export function secretKey(container: string, variable: string): string {
  return `variable:${container}/${variable}`;
}
