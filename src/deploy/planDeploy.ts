import { randomUUID } from 'node:crypto';
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { message } from '../model/message';
import { parseResourceId, resourceName, sameId } from '../model/resourceId';
import { containerGroupDelegation } from '../model/subnet';
import type { DeleteResource, EnsureContainerGroup, EnsureProvider, EnsureSubnetDelegation, Operation, Plan, Ref } from '../plan/plan';
import type { GroupChoice } from '../plan/resourceGroups';
import { inGroup, resourceGroupOperations } from '../plan/resourceGroups';
import type { Update } from './update';

export const containerInstances = 'Microsoft.ContainerInstance';

export interface Deployment {
  readonly id: string;
  readonly definition: ContainerGroupDefinition;
  /** The group that the container group goes into, and those that new identities do. */
  readonly resourceGroups: readonly GroupChoice[];
  /** Operations by which the identity comes to be and may pull; empty where nothing is missing. */
  readonly grant: readonly Operation[];
  readonly pulls: EnsureContainerGroup['pulls'];
  /** Whether the subscription must be registered for Container Instances first. */
  readonly register: boolean;
}

/** Deploys a container group, after everything that it needs. */
export function planDeploy(target: string, deployment: Deployment): Plan {
  const { id, definition, grant, pulls } = deployment;
  const parsed = parseResourceId(id);
  const own = deployment.resourceGroups.find((group) => group.id.toLowerCase() === groupOf(id).toLowerCase());
  const register: EnsureProvider[] = deployment.register
    ? [{ kind: 'provider', key: 'provider', subscriptionId: parsed?.subscriptionId ?? '', namespace: containerInstances }]
    : [];
  const needs: Ref[] = [
    ...(inGroup(own).needs ?? []),
    ...register.map(({ key }): Ref => ({ ref: key, output: 'id' })),
    ...grant.map(({ key }): Ref => ({ ref: key, output: 'id' })),
  ];
  const deploy: EnsureContainerGroup = {
    kind: 'containerGroup',
    key: 'container-group',
    id,
    definition,
    ...(pulls ? { pulls } : {}),
    ...(needs.length > 0 ? { needs } : {}),
  };
  return {
    id: randomUUID(),
    title: message('plan.title.deploy', { name: resourceName(id) }),
    target,
    operations: [...resourceGroupOperations(...deployment.resourceGroups), ...register, ...grant, deploy],
  };
}

/** A plan with another definition for its container group: what the review page's editor says. */
export function withDefinition(plan: Plan, definition: ContainerGroupDefinition): Plan {
  const operations = plan.operations.map((op) => (op.kind === 'containerGroup' ? { ...op, definition } : op));
  return { ...plan, operations };
}

const delegationKey = 'delegate-subnet';
export const removalKey = 'delete-first';

/** The plan with the delegation of a subnet to container groups before its deployment; without one where no subnet is given. */
export function withDelegation(plan: Plan, subnetId: string | undefined): Plan {
  const deploy = deployedGroup(plan);
  const there = plan.operations.find(({ key }) => key === delegationKey);
  const isSo = subnetId === undefined ? !there : there?.kind === 'subnetDelegation' && sameId(there.id, subnetId);
  if (!deploy || isSo) return plan;
  const own = subnetId === undefined ? [] : [{ ref: delegationKey, output: 'id' } as const];
  const waiting = <Op extends Operation>(op: Op): Op => {
    return { ...op, needs: [...(op.needs ?? []).filter(({ ref }) => ref !== delegationKey), ...own] };
  };
  // What is deleted to make room waits for it, too.
  const others = plan.operations
    .filter(({ key }) => key !== delegationKey && key !== deploy.key)
    .map((op) => (op.key === removalKey ? waiting(op) : op));
  if (subnetId === undefined) return { ...plan, operations: [...others, waiting(deploy)] };
  const delegate: EnsureSubnetDelegation = {
    kind: 'subnetDelegation',
    key: delegationKey,
    id: subnetId,
    service: containerGroupDelegation,
  };
  return { ...plan, operations: [...others, delegate, waiting(deploy)] };
}

/** The plan with the deletion of the group that is there before its deployment, where that can't be changed in place; else without it. */
export function planUpdate(plan: Plan, update: Update): Plan {
  const deploy = deployedGroup(plan);
  const hasRemoval = plan.operations.some(({ key }) => key === removalKey);
  if (!deploy || hasRemoval === (update.kind === 'recreate')) return plan;
  const others = plan.operations.filter(({ key }) => key !== removalKey && key !== deploy.key);
  const needs = (deploy.needs ?? []).filter(({ ref }) => ref !== removalKey);
  const plainly = { ...deploy, needs };
  if (update.kind !== 'recreate') return { ...plan, operations: [...others, plainly] };
  // Last of all: what can fail before it leaves the group as it is.
  const removal: DeleteResource = { kind: 'delete', key: removalKey, id: deploy.id, needs };
  return { ...plan, operations: [...others, removal, { ...plainly, needs: [...needs, { ref: removalKey, output: 'id' }] }] };
}

/** The container group that a plan deploys. */
export function deployedGroup(plan: Plan): EnsureContainerGroup | undefined {
  return plan.operations.find((op): op is EnsureContainerGroup => op.kind === 'containerGroup');
}

export function definitionOf(plan: Plan): ContainerGroupDefinition | undefined {
  return deployedGroup(plan)?.definition;
}

function groupOf(id: string): string {
  return id.slice(0, id.toLowerCase().indexOf('/providers/'));
}
