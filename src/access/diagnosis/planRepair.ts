import { randomUUID } from 'node:crypto';
import { hidesSecrets, redeployable } from '../../deploy/redeployable';
import type { ContainerGroup } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { EnsureContainerGroup, EnsureRegistrySettings, EnsureRoleAssignment, Operation, Plan, Ref } from '../../plan/plan';
import type { Authorization } from '../effectiveAccess';
import type { GrantRequest } from '../grantRequest';
import { grantRole } from '../grantRole';
import { grantOperations } from '../planGrant';
import { mergeConditions } from '../repositoryCondition';
import type { Edit } from './editGroup';
import { runs, withAttached, withImage, withPuller } from './editGroup';
import type { Diagnosis } from './judgePull';
import type { Repair } from './repair';
import { targetOf } from './target';

/** A repair of one pull. */
export interface ChosenRepair {
  readonly diagnosis: Diagnosis;
  readonly repair: Repair;
  /** Of `useIdentity`: what was found out about the pull with that identity. */
  readonly withIdentity?: Diagnosis;
}

/** A plan that opens gates; where it is of a group, the group is started again in the end, unless everything in it runs. */
export interface RepairPlan {
  readonly plan: Plan;
  /** Whether secrets that Azure keeps to itself have to be written into the definition before it can be sent. */
  readonly asksForSecrets: boolean;
}

/** For each shut gate its best repair; undefined where a gate has none, or one that takes an answer first. */
export function bestRepairs(diagnoses: readonly Diagnosis[]): readonly ChosenRepair[] | undefined {
  const chosen: ChosenRepair[] = [];
  for (const diagnosis of diagnoses.filter(({ answer }) => answer === false)) {
    for (const gate of diagnosis.gates.filter(({ state }) => state === 'shut')) {
      const [repair] = gate.repairs ?? [];
      if (!repair || repair.kind === 'useIdentity') return undefined;
      chosen.push({ diagnosis, repair });
    }
  }
  return chosen.length > 0 ? chosen : undefined;
}

/** @param target the Azure that the plan is for. Undefined where there is nothing to do, or an answer is missing. */
export function planRepair(target: string, chosen: readonly ChosenRepair[]): RepairPlan | undefined {
  const [first] = chosen;
  if (!first) return undefined;
  const operations = uniqueOperations(chosen.flatMap(opening));
  const edits = chosen.flatMap(editsOf);
  const { group } = first.diagnosis.question;
  const again = group ? startAgain(group, edits, operations, chosen) : [];
  if (operations.length + again.length === 0) return undefined;
  const name = group?.name ?? first.diagnosis.registry?.name ?? first.diagnosis.question.image;
  return {
    plan: { id: randomUUID(), title: message('plan.title.repair', { name }), target, operations: [...operations, ...again] },
    asksForSecrets: group !== undefined && edits.length > 0 && hidesSecrets(group.definition),
  };
}

/** What opens a gate outside the group. */
function opening({ diagnosis, repair, withIdentity }: ChosenRepair): readonly Operation[] {
  switch (repair.kind) {
    case 'grant':
      return grantOf(diagnosis);
    case 'useIdentity':
      return withIdentity ? grantOf(withIdentity) : [];
    case 'trustServices': {
      const { registry } = diagnosis;
      if (!registry) return [];
      const settings: EnsureRegistrySettings = {
        kind: 'registrySettings',
        key: `trust-${registry.name}`,
        id: registry.id,
        trustedServicesBypass: true,
      };
      return [settings];
    }
    case 'attach':
    case 'image':
    case 'wait':
      return [];
  }
}

/** The role that is missing, on ABAC registries for this repository alone; nothing where a role lets the pull through already. */
function grantOf({ question, facts, registry }: Diagnosis): readonly EnsureRoleAssignment[] {
  const identity = facts.identity?.known ? facts.identity.value : undefined;
  if (!registry || !identity || !facts.assignments?.known || !facts.definitions?.known) return [];
  const repository = targetOf(question)?.repository;
  const authorization: Authorization = {
    assignments: facts.assignments.value,
    of: 'principal',
    definitions: facts.definitions.value,
    denials: [],
  };
  const isNarrowed = registry.mode === 'abac' && repository !== undefined;
  const request: GrantRequest = {
    to: [{ kind: 'existing', id: identity.id, principalId: identity.principalId }],
    registries: [registry],
    abilities: ['pull'],
    at: 'registry',
    ...(isNarrowed ? { only: { repositories: [repository], prefixes: [] } } : {}),
  };
  // A condition that can't be read is not widened unseen: that is for the wizard, where the person decides.
  const { operations } = grantOperations(request, { registries: [], authorization: () => authorization });
  const key = `grant-${registry.name}-${identity.name}`;
  return operations.flatMap((op) => (op.kind === 'roleAssignment' ? [{ ...op, key }] : []));
}

function editsOf({ diagnosis, repair }: ChosenRepair): readonly Edit[] {
  const { question, registry } = diagnosis;
  switch (repair.kind) {
    case 'image':
      return [withImage(question.image, repair.image)];
    case 'attach':
      return question.puller.kind === 'identity' ? [withAttached(question.puller.id)] : [];
    case 'useIdentity':
      return registry && repair.identityId !== undefined ? [withPuller(registry.loginServer, repair.identityId)] : [];
    case 'grant':
    case 'trustServices':
    case 'wait':
      return [];
  }
}

/**
 * Sends the definition again, which Azure refuses until the pull is open, so that the plan can wait for a role. A group whose secrets Azure keeps
 * to itself is stopped and started instead, unless its definition changes.
 */
function startAgain(
  group: ContainerGroup,
  edits: readonly Edit[],
  opened: readonly Operation[],
  chosen: readonly ChosenRepair[],
): readonly Operation[] {
  if (edits.length === 0 && runs(group.definition)) return [];
  const { id } = group;
  const after: readonly Ref[] = opened.map(({ key }) => ({ ref: key, output: 'id' }));
  const isStopped = group.definition.properties.instanceView?.state === 'Stopped';
  const stop: Operation[] = isStopped ? [] : [{ kind: 'stopGroup', key: 'stop', id, needs: after }];
  const needs: readonly Ref[] = isStopped ? after : [...after, { ref: 'stop', output: 'id' }];
  if (edits.length === 0 && hidesSecrets(group.definition)) return [...stop, { kind: 'startGroup', key: 'start', id, needs }];
  const definition = edits.reduce((edited, edit) => edit(edited), redeployable(group.definition));
  const pulls = chosen.flatMap(({ diagnosis, withIdentity }) => {
    const { registry, facts } = withIdentity ?? diagnosis;
    const principalId = facts.identity?.known ? facts.identity.value?.principalId : undefined;
    return registry && principalId !== undefined ? [{ registryId: registry.id, principalId }] : [];
  });
  const deploy: EnsureContainerGroup = { kind: 'containerGroup', key: 'container-group', id, definition, pulls, needs };
  return [...stop, deploy];
}

/** Two pulls of a group may ask for the same. */
function uniqueOperations(operations: readonly Operation[]): readonly Operation[] {
  const byKey = new Map<string, Operation>();
  for (const op of operations) {
    const same = byKey.get(op.key);
    byKey.set(op.key, same?.kind === 'roleAssignment' && op.kind === 'roleAssignment' ? bothRepositories(same, op) : op);
  }
  return [...byKey.values()];
}

/** Two repositories of one registry: one assignment, whose condition admits both. */
function bothRepositories(one: EnsureRoleAssignment, other: EnsureRoleAssignment): EnsureRoleAssignment {
  if (one.condition === undefined || other.condition === undefined) return one;
  const condition = mergeConditions(one.condition, other.condition);
  return condition === undefined ? one : { ...one, condition };
}

/** A repair as a button says it. */
export function repairInWords({ diagnosis, repair }: ChosenRepair): Message {
  const { registry, question, facts, gates } = diagnosis;
  const identity = question.puller.kind === 'identity' ? resourceName(question.puller.id) : '';
  switch (repair.kind) {
    case 'grant': {
      const repository = targetOf(question)?.repository;
      const isWidened = gates.some(({ kind, state }) => kind === 'condition' && state !== 'open') && repository !== undefined;
      if (isWidened) return message('repair.widen', { identity, repository });
      return message('repair.grant', {
        role: registry ? grantRole('pull', registry.mode).name : '',
        identity: (facts.identity?.known && facts.identity.value?.name) || identity,
      });
    }
    case 'trustServices':
      return message('repair.trustServices', { registry: registry?.name ?? '' });
    case 'attach':
      return message('repair.attach', { identity });
    case 'image':
      return message('repair.image', { image: repair.image });
    case 'useIdentity':
      return repair.identityId === undefined
        ? message('repair.chooseIdentity')
        : message('repair.useIdentity', { identity: resourceName(repair.identityId) });
    case 'wait':
      return message('repair.wait');
  }
}
