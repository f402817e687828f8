import { resourceGroupId } from '../../model/resourceId';
import { roles } from '../../model/roles';
import { addPrincipal, assignRole } from '../builder';
import type { Contoso } from './contoso';
import type { ContosoRegistries } from './contosoRegistries';

const day = 86_400_000;

/** Others than identities who reach images: a team, a person, a pipeline, and one that was deleted without its role. */
export function addContosoPeople({ world, start, production }: Contoso, { classic, abac }: ContosoRegistries): void {
  const grant = (principalId: string, roleId: string, scope: string, days: number) =>
    assignRole(world, { scope, principalId, roleId, at: start - days * day });
  const person = (kind: 'User' | 'Group' | 'ServicePrincipal', name: string, signInName?: string) =>
    addPrincipal(world, { kind, name, replicatedAt: start - 390 * day, ...(signInName === undefined ? {} : { signInName }) }).objectId;

  const writer = person('User', 'Wanda Writer', 'wanda@contoso.example');
  const team = person('Group', 'Platform Engineers');
  grant(writer, roles.repositoryWriter.id, abac.id, 60);
  grant(team, roles.acrPush.id, resourceGroupId(production, 'rg-platform'), 360);
  const pipeline = person('ServicePrincipal', 'contoso-build');
  grant(pipeline, roles.acrPush.id, classic.id, 320);
  grant(pipeline, roles.acrDelete.id, classic.id, 100);
  const gone = person('ServicePrincipal', 'contoso-build-2024');
  grant(gone, roles.acrPull.id, classic.id, 370);
  delete world.principals[gone];
}
