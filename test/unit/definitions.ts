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
