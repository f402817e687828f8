import { containersOf } from '../../access/diagnosis/pullQuestion';
import type { ContainerGroup } from '../../model/containerGroup';
import { parseImageReference } from '../../model/imageReference';
import { sameId } from '../../model/resourceId';
import type { App } from '../app';
import { readSubscriptions } from '../perSubscription';
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
  const images = containersOf(definition).map((container) => container.properties.image);
  const servers = new Set(images.map((image) => parseImageReference(image)?.server));
  const pulling = (properties.imageRegistryCredentials ?? []).filter((credential) => credential.identity);
  const [all, listed] = await Promise.all([allIdentities(store), readSubscriptions(store, ({ id }) => store.registries(id))]);
  const registries = listed.items.filter(({ loginServer }) => servers.has(loginServer.toLowerCase()));
  const isListed = (server: string): boolean => registries.some(({ loginServer }) => loginServer.toLowerCase() === server.toLowerCase());
  const ids =
    pulling.length > 0
      ? pulling.flatMap(({ server, identity: id }) => (id && isListed(server) ? [id] : []))
      : Object.keys(identity?.userAssignedIdentities ?? {});
  const identities = all.filter(({ id }) => ids.some((one) => sameId(one, id)));
  // Each of several at its own registry: who gets access where is asked, lest everybody gets it everywhere.
  const isClear = registries.length === 1 || identities.length === 1;
  return { ...(registries.length > 0 ? { registries } : {}), ...(isClear && identities.length > 0 ? { identities } : {}) };
}
