/** Definitions in files, in the shapes in which people have them. */
const identity =
  '/subscriptions/9d1c0f3e-0000-0000-0000-000000000000/resourcegroups/rg-web/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-pull';
const subnet =
  '/subscriptions/9d1c0f3e-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/groups';

/** In the shape of the article on managed identities in virtual networks: no name, capitals, numbers as texts and a text as a number. */
export const twoInSubnet = `# two containers, one image
apiVersion: '2021-10-01'
location: westeurope
type: Microsoft.ContainerInstance/containerGroups
identity:
  type: UserAssigned
  userAssignedIdentities: {
    '${identity}': {}
    }
properties:
  osType: Linux
  imageRegistryCredentials:
  - server: contoso.azurecr.io
    identity: '${identity}'
  subnetIds:
  - id: '${subnet}'
    name: groups
  containers:
  - name: theWorker-1
    properties:
      resources:
        requests:
          cpu: '.4'
          memoryInGb: '1'
      environmentVariables:
        - name: SHARD
          value: 1
      image: 'contoso.azurecr.io/web/storefront:1.6.2'
  - name: theWorker-2
    properties:
      resources:
        requests:
          cpu: '.4'
          memoryInGb: '1'
      environmentVariables:
        - name: SHARD
          value: 2
      image: 'contoso.azurecr.io/web/storefront:1.6.2'
`;

/** In the shape of the same article's template: a resource by itself. */
export const pullingResource = `{
    "type": "Microsoft.ContainerInstance/containerGroups",
    "apiVersion": "2021-09-01",
    "name": "theGroup",
    "location": "norwayeast",
    "identity": {
      "type": "UserAssigned",
      "userAssignedIdentities": {
        "${identity}": {}
        }
    },
    "properties": {
      "containers": [
        {
          "name": "theContainer",
          "properties": {
            "image": "contoso.azurecr.io/web/storefront:1.6.2",
            "ports": [{ "port": 80, "protocol": "TCP" }],
            "resources": { "requests": { "cpu": 1, "memoryInGB": 1 } }
        }
        }
      ],
      "imageRegistryCredentials": [{ "server":"contoso.azurecr.io", "identity":"${identity}" }],
      "ipAddress": { "ports": [{ "port": 80, "protocol": "TCP" }], "type": "public" },
      "osType": "Linux"
    }
  }
`;

const placeholderSubscription = '/subscriptions/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxxx';
const placeholderIdentity = `${placeholderSubscription}/resourcegroups/myResourceGroup/providers/Microsoft.ManagedIdentity/userAssignedIdentities/myACRId`;
const placeholderSubnet = `${placeholderSubscription}/resourceGroups/myVNetResourceGroup/providers/Microsoft.Network/virtualNetworks/myVNetName/subnets/mySubnetName`;

/**
 * What the article itself has: placeholders where the reader's own things belong.
 * https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi
 */
export const articleYaml = twoInSubnet
  .replaceAll(identity, placeholderIdentity)
  .replaceAll(subnet, placeholderSubnet)
  .replace('name: groups', 'name: mySubnetName')
  .replaceAll('contoso.azurecr.io/web/storefront:1.6.2', 'myacr.azurecr.io/myimage:latest')
  .replaceAll('contoso.azurecr.io', 'myacr.azurecr.io')
  .replaceAll('theWorker', 'myContainer')
  .replaceAll('SHARD', 'CONTAINER')
  .replace('westeurope', 'eastus')
  .replace(/^#.*\n/, '');

export const articleResource = pullingResource
  .replaceAll(identity, placeholderIdentity)
  .replaceAll('contoso.azurecr.io/web/storefront:1.6.2', 'myacr.azurecr.io/hello-world:latest')
  .replaceAll('contoso.azurecr.io', 'myacr.azurecr.io')
  .replace('theGroup', 'myContainerGroup')
  .replace('theContainer', 'mycontainer');

/** A plain group; `more` goes in at the end of its properties. */
export function plainYaml({ top = '', container = '', more = '' }: { top?: string; container?: string; more?: string } = {}): string {
  return `apiVersion: 2021-10-01
name: web
location: westeurope
${top}type: Microsoft.ContainerInstance/containerGroups
properties:
  osType: Linux
  containers:
  - name: web
    properties:
      image: nginx:1.27
      resources:
        requests:
          cpu: 1
          memoryInGB: 1.5
${container}${more}`;
}
