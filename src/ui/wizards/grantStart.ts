import type { ContainerGroup } from '../../model/containerGroup';
import { parseImageReference } from '../../model/imageReference';
import { sameId } from '../../model/resourceId';
import type { App } from '../app';
import type { TreeNode } from '../tree/node';
import type { GrantStart } from './grantWizard';
import { allIdentities } from './identitySteps';

/** What a node of the tree answers of the wizard's questions before they are asked. */
export async function grantStart(app: App, node: TreeNode | undefined): Promise<GrantStart> {
  if (!node) return {};
  switch (node.kind) {
    case 'identity':
    case 'role':
      return { identities: [node.identity] };
    case 'repository':
    case 'tag': {
      const { registry, repository } = node;
      const narrowed = { where: 'repositories', only: { repositories: [repository], prefixes: [] } } as const;
      return { registries: [registry], ...(registry.mode === 'abac' ? narrowed : {}) };
    }
    case 'containerGroup':
      return startOfGroup(app, node.group);
    default:
      return 'registry' in node ? { registries: [node.registry] } : {};
  }
}

/** A group's images name registries, and the group names the identities that pull. What of it is not known is asked for. */
async function startOfGroup({ store }: App, { definition }: ContainerGroup): Promise<GrantStart> {
  const { properties, identity } = definition;
  const images = properties.containers.map((container) => container.properties.image ?? '');
  const servers = new Set(images.map((image) => parseImageReference(image)?.server));
  const pulling = (properties.imageRegistryCredentials ?? []).flatMap((credential) => (credential.identity ? [credential.identity] : []));
  const ids = pulling.length > 0 ? pulling : Object.keys(identity?.userAssignedIdentities ?? {});
  const [subscriptions, all] = await Promise.all([store.subscriptions(), allIdentities(store)]);
  const lists = await Promise.all(subscriptions.map(({ id }) => store.registries(id)));
  const registries = lists.flat().filter(({ loginServer }) => servers.has(loginServer.toLowerCase()));
  const identities = all.filter(({ id }) => ids.some((one) => sameId(one, id)));
  return { ...(registries.length > 0 ? { registries } : {}), ...(identities.length > 0 ? { identities } : {}) };
}
