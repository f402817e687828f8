import { containerGroupDelegation } from '../../model/subnet';
import { addNatGateway, addPublicAddress, addSubnet, addVirtualNetwork } from '../networkBuild';
import { addStorageAccount } from '../storageAccounts';
import { addWorkspace } from '../workspaces';
import type { Contoso } from './contoso';

/** A workspace, a share of files; one subnet that container groups can be in and reach the internet from, and one that nobody has made ready for them. */
export function addContosoNetwork({ world, production }: Contoso): void {
  const place = { subscriptionId: production, resourceGroup: 'rg-platform', location: 'westeurope', tags: { owner: 'platform' } };
  const network = addVirtualNetwork(world, { ...place, name: 'vnet-contoso', addressPrefixes: ['10.20.0.0/16'] });
  const address = addPublicAddress(world, { ...place, name: 'pip-contoso-nat' });
  const gateway = addNatGateway(world, { ...place, name: 'nat-contoso', publicAddresses: [address.id] });
  addSubnet(world, network, {
    name: 'snet-containers',
    addressPrefix: '10.20.1.0/24',
    delegations: [containerGroupDelegation],
    natGateway: gateway.id,
  });
  addStorageAccount(world, { ...place, name: 'contosofiles', shares: ['uploads'] });
  world.gitRepositories.push('https://github.com/Azure-Samples/aci-helloworld');
  addWorkspace(world, { ...place, name: 'log-contoso' });
  addSubnet(world, network, { name: 'snet-services', addressPrefix: '10.20.2.0/24' });
}
