import type { Container, ContainerGroup, ContainerGroupDefinition } from '../../model/containerGroup';
import { redeployable } from '../redeployable';
import { resized } from './groupSize';
import type { FailureRepair } from './judgeFailure';

/** The definition as a repair changes it, ready to be sent; undefined where a repair leaves it as it is. @param value of a variable, or the name of a region. */
export function repairedDefinition(group: ContainerGroup, repair: FailureRepair, value = ''): ContainerGroupDefinition | undefined {
  const definition = redeployable(group.definition);
  switch (repair.kind) {
    case 'memory':
      return withContainer(definition, repair.container, ({ resources, ...rest }) => {
        const { limits } = resources;
        const { memoryInGB } = repair;
        return {
          ...rest,
          resources: { requests: { ...resources.requests, memoryInGB }, ...(limits ? { limits: { ...limits, memoryInGB } } : {}) },
        };
      });
    case 'variable':
      return withContainer(definition, repair.container, ({ environmentVariables = [], ...rest }) => ({
        ...rest,
        environmentVariables: [
          ...environmentVariables.filter(({ name }) => name !== repair.name),
          { name: repair.name, secureValue: value },
        ],
      }));
    case 'restartOnFailure':
      return { ...definition, properties: { ...definition.properties, restartPolicy: 'OnFailure' } };
    case 'smaller':
      return resized(definition, repair.size);
    case 'delay':
      return withContainer(definition, repair.container, (properties) => {
        const probe = properties['livenessProbe'];
        return { ...properties, livenessProbe: { ...(typeof probe === 'object' ? probe : {}), initialDelaySeconds: repair.seconds } };
      });
    case 'region':
      return value === '' ? undefined : { ...definition, location: value };
    case 'restart':
    case 'redeploy':
    case 'edit':
    case 'logs':
      return undefined;
  }
}

function withContainer(
  definition: ContainerGroupDefinition,
  name: string,
  change: (properties: Container['properties']) => Container['properties'],
): ContainerGroupDefinition {
  const changed = (container: Container): Container =>
    container.name === name ? { ...container, properties: change(container.properties) } : container;
  const { containers, initContainers: init, ...rest } = definition.properties;
  return {
    ...definition,
    properties: {
      ...rest,
      ...(Array.isArray(init) ? { initContainers: (init as Container[]).map(changed) } : {}),
      containers: containers.map(changed),
    },
  };
}

const steadyMs = 20_000;

/** Whether what a repair did can be told: the group fails again, has ended, or has run for a while. @param now by Azure's clock. */
export function isSettled({ definition: { properties } }: ContainerGroup, now: number): boolean {
  const states = properties.containers.map((container) => container.properties.instanceView?.currentState);
  if (states.some((state) => state?.state === 'Waiting' && (state.detailStatus ?? '').startsWith('CrashLoopBackOff'))) return true;
  if (['Succeeded', 'Failed', 'Stopped'].includes(properties.instanceView?.state ?? '')) return true;
  return states.every((state) => state?.state === 'Running' && now - (Date.parse(state.startTime ?? '') || now) >= steadyMs);
}
