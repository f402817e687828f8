import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { Registry } from '../../model/registry';
import { resourceName } from '../../model/resourceId';
import type { Truth } from '../truth';
import { attachedGate, credentialGate, identityGate, networkGate, skuGate } from './credentialGates';
import type { Gate } from './gate';
import { gateKinds } from './gate';
import { imageGate, platformGate, referenceGate, registryGate } from './imageGates';
import { limitGates } from './limitGates';
import type { PullFacts } from './pullFacts';
import type { PullQuestion } from './pullQuestion';
import { roleGates } from './roleGates';
import { targetOf } from './target';

/** What was found out about a pull. */
export interface Diagnosis {
  readonly question: PullQuestion;
  readonly facts: PullFacts;
  /** In the order in which they are shown. Behind a registry that is not there, nothing can be asked. */
  readonly gates: readonly Gate[];
  /** Undefined: can't tell, since no gate is shut and one could not be read. */
  readonly answer: Truth;
  /** The registry, where it was found. */
  readonly registry?: Registry;
}

/** Judges a pull by what has been read: which gates are open, which one is shut. */
export function judgePull(question: PullQuestion, facts: PullFacts): Diagnosis {
  const lookup = facts.registry.known ? facts.registry.value : undefined;
  const registry = lookup?.kind === 'found' ? lookup.registry : undefined;
  const gates = [...gatesOf(question, facts, registry)].sort((a, b) => gateKinds.indexOf(a.kind) - gateKinds.indexOf(b.kind));
  const states = gates.map(({ state }) => state);
  const answer = states.includes('shut') ? false : states.includes('unknown') ? undefined : true;
  return { question, facts, gates, answer, ...(registry ? { registry } : {}) };
}

function gatesOf(question: PullQuestion, facts: PullFacts, registry: Registry | undefined): readonly Gate[] {
  const target = targetOf(question);
  const reference = question.about === 'image' || !target ? [referenceGate(question, target)] : [];
  if (!target) return reference;
  const found = [...reference, registryGate(question, target, facts.registry)];
  if (!registry) return found;
  const { puller } = question;
  const image = target.reference === undefined ? [] : [imageGate(question, target, registry.name, facts), platformGate(question, facts)];
  const attached = attachedGate(question);
  const identity =
    puller.kind === 'identity' && facts.identity
      ? [
          identityGate(question, puller.id, facts.identity),
          ...(facts.identity.known && facts.identity.value
            ? roleGates(registry, facts.identity.value.principalId, target.repository, facts, question.group !== undefined)
            : []),
        ]
      : [];
  return [
    ...found,
    ...image,
    credentialGate(question, registry),
    ...identity,
    attached,
    networkGate(question, registry),
    skuGate(registry),
    ...limitGates(question, facts.cloud),
  ].filter((one) => one !== undefined);
}

/** The shut gate that matters first; else the one that could not be read. */
export function decisiveGate({ gates }: Diagnosis): Gate | undefined {
  return gates.find(({ state }) => state === 'shut') ?? gates.find(({ state }) => state === 'unknown');
}

export function headline({ question, answer }: Diagnosis): Message {
  const { image } = question;
  if (question.puller.kind === 'systemAssigned') return message('diagnosis.cannotPull.systemAssigned', { image });
  if (question.puller.kind === 'anonymous') {
    if (answer === undefined) return message('diagnosis.cannotTell.anonymous', { image });
    return answer ? message('diagnosis.canPull.anonymous', { image }) : message('diagnosis.cannotPull.anonymous', { image });
  }
  const args = { puller: pullerName(question), image };
  if (answer === undefined) return message('diagnosis.cannotTell', args);
  return answer ? message('diagnosis.canPull', args) : message('diagnosis.cannotPull', args);
}

/** What a person calls who pulls: a name where it has one. */
export function pullerName({ puller }: PullQuestion): string {
  switch (puller.kind) {
    case 'identity':
      return resourceName(puller.id);
    case 'systemAssigned':
      return 'SystemAssigned';
    case 'password':
      return puller.username;
    case 'anonymous':
      return 'anonymous';
  }
}
