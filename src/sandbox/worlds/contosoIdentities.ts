import { roles } from '../../model/roles';
import { resourceGroupId } from '../../model/resourceId';
import { addIdentity, assignRole } from '../builder';
import type { SandboxAssignment, SandboxIdentity } from '../world';
import type { Contoso } from './contoso';
import type { ContosoRegistries } from './contosoRegistries';

const day = 86_400_000;

export interface ContosoIdentities {
  /** The right role on the classic registry, and on the one behind the firewall. */
  readonly web: SandboxIdentity;
  /** AcrPull for the whole resource group, inherited by the registries in it. */
  readonly platform: SandboxIdentity;
  /** Repository Reader on the ABAC registry, for `team-a/` alone. */
  readonly teamA: SandboxIdentity;
  readonly payments: SandboxIdentity;
  /** Its AcrPull on the classic registry is taken away later. */
  readonly reporting: SandboxIdentity;
  readonly reportingRole: SandboxAssignment;
}

/** Identities that can pull, and each of the ways in which one cannot. */
export function addContosoIdentities({ world, start, production, development }: Contoso, registries: ContosoRegistries): ContosoIdentities {
  const identity = (name: string, resourceGroup: string, location = 'westeurope', subscriptionId = production) =>
    addIdentity(world, { subscriptionId, resourceGroup, name, location });
  const grant = (to: SandboxIdentity, roleId: string, scope: string, days: number, condition?: string) =>
    assignRole(world, { scope, principalId: to.principalId, roleId, at: start - days * day, ...(condition ? { condition } : {}) });

  const web = identity('id-web', 'rg-web');
  grant(web, roles.acrPull.id, registries.classic.id, 180);
  grant(web, roles.acrPull.id, registries.labelled.id, 27);
  const platform = identity('id-platform', 'rg-platform');
  grant(platform, roles.acrPull.id, resourceGroupId(production, 'rg-platform'), 300);
  const teamA = identity('id-team-a', 'rg-web');
  grant(teamA, roles.repositoryReader.id, registries.abac.id, 70, onlyBelow('team-a/'));
  const payments = identity('id-payments', 'rg-payments', 'northeurope');
  grant(payments, roles.acrPull.id, registries.vault.id, 190);
  grant(payments, roles.acrPull.id, registries.classic.id, 190);
  // The right role for another mode: an ABAC registry does not honour AcrPull.
  const teamB = identity('id-team-b', 'rg-web');
  grant(teamB, roles.acrPull.id, registries.abac.id, 12);
  const reporting = identity('id-reporting', 'rg-web');
  const reportingRole = grant(reporting, roles.acrPull.id, registries.classic.id, 150);
  identity('id-new-service', 'rg-web');
  identity('id-dev', 'rg-dev', 'westeurope', development);
  return { web, platform, teamA, payments, reporting, reportingRole };
}

/**
 * The condition that limits Repository Reader to a prefix.
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
function onlyBelow(prefix: string): string {
  const action = (name: string) => `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${name}'})`;
  return (
    `( ( ${action('content/read')} AND ${action('metadata/read')} ) OR ` +
    `( @Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase '${prefix}' ) )`
  );
}
