/** A world in which there is what a definition names, and the definition as somebody writes it who has that world: with their ids and keys. */
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { parseImageReference } from '../../src/model/imageReference';
import { publicImages, push, repositoryOf } from '../../src/sandbox/images';
import { addSubnet, addVirtualNetwork } from '../../src/sandbox/networkBuild';
import { addStorageAccount, storageKeys } from '../../src/sandbox/storageAccounts';
import { addWorkspace, workspaceKeys } from '../../src/sandbox/workspaces';
import { day, Fixture, start } from './groupFixture';

type Loose = Record<string, unknown>;

export function furnished(given: ContainerGroupDefinition): { readonly fixture: Fixture; readonly definition: ContainerGroupDefinition } {
  const fixture = new Fixture();
  const definition = structuredClone(given);
  const { properties } = definition;
  addImages(fixture, definition);
  if (definition.identity?.userAssignedIdentities) definition.identity.userAssignedIdentities = { [fixture.identity.id]: {} };
  for (const credential of properties.imageRegistryCredentials ?? []) if (credential.identity) credential.identity = fixture.identity.id;
  const place = { subscriptionId: fixture.subscriptionId, resourceGroup: 'rg', location: definition.location ?? '' };
  const subnets = (properties['subnetIds'] ?? []) as Loose[];
  if (subnets.length > 0) {
    const network = addVirtualNetwork(fixture.world, { ...place, name: 'vnet', addressPrefixes: ['10.0.0.0/16'] });
    const delegations = ['Microsoft.ContainerInstance/containerGroups'];
    const subnet = addSubnet(fixture.world, network, { name: 'groups', addressPrefix: '10.0.0.0/24', delegations });
    for (const entry of subnets) entry['id'] = subnet.id;
  }
  for (const volume of (properties['volumes'] ?? []) as Loose[]) addVolume(fixture, volume, place);
  const logs = (properties['diagnostics'] as { logAnalytics?: Loose } | undefined)?.logAnalytics;
  if (logs) {
    const workspace = addWorkspace(fixture.world, { ...place, name: 'logs' });
    Object.assign(logs, { workspaceId: workspace.customerId, workspaceKey: workspaceKeys(workspace)[0] });
  }
  return { fixture, definition };
}

type Place = { readonly subscriptionId: string; readonly resourceGroup: string; readonly location: string };

function addVolume(fixture: Fixture, volume: Loose, place: Place): void {
  const file = volume['azureFile'] as Loose | undefined;
  if (file) {
    const name = String(file['storageAccountName']).toLowerCase();
    const there = Object.values(fixture.world.storageAccounts).find((account) => account.name === name);
    const account = there ?? addStorageAccount(fixture.world, { ...place, name, shares: [] });
    account.shares.push(String(file['shareName']));
    file['storageAccountKey'] = storageKeys(account)[0];
  }
  const repository = (volume['gitRepo'] as Loose | undefined)?.['repository'];
  if (typeof repository === 'string') fixture.world.gitRepositories.push(repository);
}

/** Every image is there for everybody: whether a registry lets somebody pull is tried elsewhere. */
function addImages(fixture: Fixture, { properties }: ContainerGroupDefinition): void {
  const { world } = fixture;
  world.publicImages = publicImages(start);
  const platform = properties.osType?.toLowerCase() === 'windows' ? 'windows/amd64' : 'linux/amd64';
  const init = (properties['initContainers'] ?? []) as ContainerGroupDefinition['properties']['containers'];
  for (const container of [...properties.containers, ...init]) {
    const image = parseImageReference(container.properties.image);
    if (!image) continue;
    const spec = {
      tags: [image.tag ?? 'latest'],
      platforms: [platform],
      megabytes: 20,
      behaviour: 'silent',
      at: start - day,
    } as const;
    const host = (world.publicImages[image.server] ??= {});
    const repository = host[image.repository];
    if (!repository) host[image.repository] = repositoryOf(image.repository, [spec]);
    else if (!repository.tags[spec.tags[0]]) push(repository, spec);
  }
}
