/** Who can be signed in at the sandbox, and what each may do in a subscription. */
import { addPrincipal, addSubscription, assignRole } from './builder';
import { guidOf } from './ids';
import type { SandboxTenant, World } from './world';

export const personas = ['owner', 'contributor', 'reader', 'delegate'] as const;
export type Persona = (typeof personas)[number];

const roleIds = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  accessAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  repositoryReader: 'b93aa761-3e63-49ed-ac28-beffa264f7ac',
} as const;

const people: Readonly<Record<Persona, { readonly name: string; readonly alias: string }>> = {
  owner: { name: 'Olivia Owner', alias: 'olivia' },
  contributor: { name: 'Carl Contributor', alias: 'carl' },
  reader: { name: 'Rita Reader', alias: 'rita' },
  delegate: { name: 'Dana Delegate', alias: 'dana' },
};

export function personaId(persona: Persona): string {
  return guidOf(`persona:${persona}`);
}

/**
 * The condition that the portal writes for "allow user to only assign selected roles to principals".
 * Source: https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
 */
export function mayOnlyAssign(allowed: readonly string[]): string {
  const list = `{${allowed.join(', ')}}`;
  const clause = (action: string, source: string) =>
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR ` +
    `(@${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals ${list}))`;
  return `${clause('write', 'Request')} AND ${clause('delete', 'Resource')}`;
}

/** Makes the four people and gives each its roles on the subscriptions, in force since `at`. */
export function addPersonas(world: World, subscriptionIds: readonly string[], at: number): void {
  for (const persona of personas) {
    const { name, alias } = people[persona];
    addPrincipal(world, { objectId: personaId(persona), kind: 'User', name, signInName: `${alias}@contoso.example`, replicatedAt: at });
  }
  for (const subscriptionId of subscriptionIds) {
    const scope = `/subscriptions/${subscriptionId}`;
    const grant = (persona: Persona, roleId: string, condition?: string) =>
      assignRole(world, { scope, principalId: personaId(persona), roleId, at, ...(condition ? { condition } : {}) });
    grant('owner', roleIds.owner);
    grant('contributor', roleIds.contributor);
    grant('reader', roleIds.reader);
    grant('delegate', roleIds.contributor);
    grant('delegate', roleIds.accessAdministrator, mayOnlyAssign([roleIds.acrPull, roleIds.repositoryReader]));
  }
}

/** Another tenant, with a subscription of which a person of the world's own is Owner, as a guest. */
export function addGuestTenant(world: World, name: string, persona: Persona, needsSecondFactor: boolean): SandboxTenant {
  const tenant: SandboxTenant = { tenantId: guidOf(`tenant:${name}`), name, needsSecondFactor };
  world.otherTenants = { ...world.otherTenants, [tenant.tenantId]: tenant };
  const { alias, ...person } = people[persona];
  const guest = { tenantId: tenant.tenantId, home: personaId(persona) };
  const { objectId } = addPrincipal(world, { ...person, kind: 'User', signInName: `${alias}@contoso.example`, guest });
  const { id } = addSubscription(world, name, { tenantId: tenant.tenantId });
  assignRole(world, { scope: `/subscriptions/${id}`, principalId: objectId, roleId: roleIds.owner, at: 0 });
  return tenant;
}
