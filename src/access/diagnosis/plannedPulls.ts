import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import { resourceName, sameId } from '../../model/resourceId';
import { canonical, isObject } from '../../deploy/properties/canonical';
import { deployedGroup } from '../../deploy/planDeploy';
import type { Plan } from '../../plan/plan';
import { isRef } from '../../plan/plan';
import type { Truth } from '../truth';
import type { GateKind } from './gate';
import type { Diagnosis } from './judgePull';
import { decisiveGate, headline, pullerName } from './judgePull';
import type { PullQuestion } from './pullQuestion';
import { pullsOfGroup } from './pullQuestion';

/** What becomes of a pull when a plan has run. */
export interface PlannedPull {
  readonly diagnosis: Diagnosis;
  readonly answer: Truth;
  readonly headline: Message;
  /** Why not, or why it can't be told. */
  readonly evidence?: Message;
}

/** The pulls of the group that a plan deploys: one for each distinct image. */
export function pullsOfPlan(plan: Plan): readonly PullQuestion[] {
  const deployed = deployedGroup(plan);
  if (!deployed) return [];
  const definition = canonical(deployed.definition);
  if (!isWhole(definition)) return [];
  const { id } = deployed;
  const questions = pullsOfGroup({ id, name: resourceName(id), location: definition.location ?? '', definition });
  // It is not there yet: nothing can be repaired in it, and nothing told by what it did before.
  return questions.map(({ image, about, puller, osType, containers }) => {
    return { image, about, puller, ...(osType === undefined ? {} : { osType }), ...(containers ? { containers } : {}) };
  });
}

/** Judges a pull as of after the plan: gates that the plan opens do not count. */
export function plannedPull(plan: Plan, diagnosis: Diagnosis): PlannedPull {
  const opened = openedBy(plan, diagnosis);
  const gates = diagnosis.gates.filter(({ kind, state }) => state === 'open' || state === 'warning' || !opened.has(kind));
  const states = gates.map(({ state }) => state);
  const answer = states.includes('shut') ? false : states.includes('unknown') ? undefined : true;
  if (answer === true && gates.length < diagnosis.gates.length) {
    const { question } = diagnosis;
    return { diagnosis, answer, headline: message('preflight.pull.planned', { puller: pullerName(question), image: question.image }) };
  }
  const decisive = answer === true ? undefined : decisiveGate({ ...diagnosis, gates });
  return { diagnosis, answer, headline: headline({ ...diagnosis, answer }), ...(decisive ? { evidence: decisive.evidence[0] } : {}) };
}

function openedBy(plan: Plan, { question: { puller, image }, facts, registry }: Diagnosis): ReadonlySet<GateKind> {
  const opened = new Set<GateKind>();
  if (puller.kind === 'identity') {
    const created = plan.operations.find((op) => op.kind === 'identity' && sameId(op.id, puller.id));
    if (created) opened.add('identity');
    const principalId = facts.identity?.known ? facts.identity.value?.principalId : undefined;
    const isGranted = plan.operations.some(
      (op) =>
        op.kind === 'roleAssignment' &&
        (isRef(op.principalId) ? op.principalId.ref === created?.key : principalId !== undefined && op.principalId === principalId),
    );
    if (isGranted) for (const kind of ['role', 'condition', 'effective'] as const) opened.add(kind);
  }
  const isImported = plan.operations.some((op) => op.kind === 'importImage' && image.toLowerCase() === `${op.loginServer}/${op.target}`);
  if (isImported) opened.add('image');
  const isTrusting = plan.operations.some((op) => op.kind === 'registrySettings' && registry !== undefined && sameId(op.id, registry.id));
  if (isTrusting) opened.add('network');
  return opened;
}

/** Whether every container names an image: what is being typed often does not. */
function isWhole({ properties }: ContainerGroupDefinition): boolean {
  if (!isObject(properties) || !Array.isArray(properties.containers)) return false;
  const init: unknown = properties['initContainers'] ?? [];
  const all: readonly unknown[] = [...(Array.isArray(init) ? (init as unknown[]) : []), ...properties.containers];
  const credentials: unknown = properties.imageRegistryCredentials ?? [];
  return (
    all.every(
      (container) => isObject(container) && isObject(container['properties']) && typeof container['properties']['image'] === 'string',
    ) &&
    Array.isArray(credentials) &&
    credentials.every((one: unknown) => isObject(one) && typeof one['server'] === 'string')
  );
}
