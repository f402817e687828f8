import { message } from '../../model/message';
import type { Fact } from '../../model/fact';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { parseResourceId, resourceName } from '../../model/resourceId';
import { isRestricted } from '../restrictedRegistry';
import type { Gate } from './gate';
import { factGate, gate } from './makeGate';
import type { PullQuestion } from './pullQuestion';
import type { Repair } from './repair';

const articles = 'https://learn.microsoft.com/azure';
const managedIdentity = `${articles}/container-instances/using-azure-container-registry-mi`;
const trusted = `${articles}/container-registry/allow-access-trusted-services`;

/** Is what the pull signs in with of a kind that can pull? */
export function credentialGate(question: PullQuestion, registry: Registry): Gate {
  const { puller } = question;
  const repairs = withIdentity(question);
  switch (puller.kind) {
    case 'identity':
      return gate('credential', 'open', message('diagnosis.credential.identity', { identity: resourceName(puller.id) }), {
        source: managedIdentity,
      });
    case 'systemAssigned':
      // The page of 2026-07-25 says so of every OS; older ones said otherwise.
      return gate('credential', 'shut', message('diagnosis.credential.systemAssigned'), { source: managedIdentity, repairs });
    case 'anonymous':
      return registry.anonymousPullEnabled
        ? gate('credential', 'open', message('diagnosis.credential.anonymous'), {
            source: `${articles}/container-registry/anonymous-pull-access`,
          })
        : gate('credential', 'shut', message('diagnosis.credential.none', { server: registry.loginServer }), {
            source: managedIdentity,
            repairs,
          });
    case 'password': {
      const { username } = puller;
      const source = `${articles}/container-registry/container-registry-authentication#admin-account`;
      if (username.toLowerCase() !== registry.name.toLowerCase()) {
        return gate('credential', 'unknown', message('diagnosis.credential.password', { username }), { repairs });
      }
      return registry.adminUserEnabled
        ? gate('credential', 'unknown', message('diagnosis.credential.admin'), { source, repairs })
        : gate('credential', 'shut', message('diagnosis.credential.adminDisabled', { username }), { source, repairs });
    }
  }
}

/** Identities that the group carries already come first. */
function withIdentity({ group }: PullQuestion): readonly Repair[] {
  if (!group) return [];
  const carried = Object.keys(group.definition.identity?.userAssignedIdentities ?? {});
  return [...carried.map((identityId): Repair => ({ kind: 'useIdentity', identityId })), { kind: 'useIdentity' }];
}

/** Is the identity there? */
export function identityGate(question: PullQuestion, identityId: string, fact: Fact<ManagedIdentity | undefined>): Gate {
  if (!fact.known) return factGate('identity', fact.error);
  const identity = resourceName(identityId);
  if (fact.value) return gate('identity', 'open', message('diagnosis.identity.there', { identity, principalId: fact.value.principalId }));
  const args = { identity, group: parseResourceId(identityId)?.resourceGroup ?? '' };
  return gate('identity', 'shut', message('diagnosis.identity.gone', args), {
    source: 'https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/management/cannot-do-container-group-operations',
    repairs: question.group ? [{ kind: 'useIdentity' }] : [],
  });
}

/** Does the group carry the identity that its pull names? */
export function attachedGate({ group, puller }: PullQuestion): Gate | undefined {
  if (!group || puller.kind !== 'identity') return undefined;
  const identity = resourceName(puller.id);
  return puller.attached
    ? gate('attached', 'open', message('diagnosis.attached.yes', { identity }))
    : gate('attached', 'shut', message('diagnosis.attached.no', { identity }), { source: managedIdentity, repairs: [{ kind: 'attach' }] });
}

/** Does the registry's network let the pull in? The service pulls on the group's behalf, never from the group's own address. */
export function networkGate(question: PullQuestion, registry: Registry): Gate {
  if (!isRestricted(registry)) return gate('network', 'open', message('diagnosis.network.open'));
  if (question.puller.kind === 'password' || question.puller.kind === 'anonymous') {
    return gate('network', 'shut', message('diagnosis.network.password'), { source: trusted, repairs: withIdentity(question) });
  }
  return registry.trustedServicesBypass
    ? gate('network', 'open', message('diagnosis.network.trusted'), { source: trusted })
    : gate('network', 'shut', message('diagnosis.network.untrusted'), { source: trusted, repairs: [{ kind: 'trustServices' }] });
}

/** The article asks for Premium, which puts people off; said, because it is asked so often. */
export function skuGate(registry: Registry): Gate | undefined {
  if (registry.sku === 'Premium') return undefined;
  return gate('sku', 'open', message('diagnosis.sku.fine', { sku: registry.sku }), {
    source: `${articles}/container-registry/container-registry-skus`,
  });
}
