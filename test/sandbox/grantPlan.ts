import assert from 'node:assert/strict';
import { readGrantFacts } from '../../src/access/grantFacts';
import type { Grantee, GrantRequest } from '../../src/access/grantRequest';
import type { GrantPlan } from '../../src/access/planGrant';
import { planGrant } from '../../src/access/planGrant';
import type { Plan } from '../../src/plan/plan';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';

/** An identity of the world, as somebody to grant something. */
export async function identityOf(world: PlanWorld, name: string): Promise<Extract<Grantee, { kind: 'existing' }>> {
  const identity = await world.azure.identities.get(idOf(world, 'identities', name));
  assert.ok(identity, name);
  return { kind: 'existing', id: identity.id, principalId: identity.principalId };
}

type Asked = Partial<Omit<GrantRequest, 'registries' | 'to'>> & { readonly registries: readonly string[]; readonly to: readonly string[] };

export async function requestOf(world: PlanWorld, { registries, to, ...more }: Asked): Promise<GrantRequest> {
  return {
    registries: await Promise.all(registries.map((name) => world.registry(name))),
    to: await Promise.all(to.map((name) => identityOf(world, name))),
    abilities: ['pull'],
    at: 'registry',
    ...more,
  };
}

/** Planned as the wizard does, with Azure read. */
export async function planned(world: PlanWorld, asked: Asked): Promise<GrantPlan> {
  const request = await requestOf(world, asked);
  return planGrant('test-world', request, await readGrantFacts(world.azure, request));
}

/** A pull for one identity at one registry, planned without having read anything. */
export async function grantPlan(world: PlanWorld, registry: string, identity: string): Promise<Plan> {
  const { plan } = planGrant('test-world', await requestOf(world, { registries: [registry], to: [identity] }));
  assert.ok(plan);
  return plan;
}
