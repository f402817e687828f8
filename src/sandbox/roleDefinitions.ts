/**
 * Built-in roles, with their real GUIDs and permissions.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles (containers, general, identity, networking)
 */
import type { Permission } from '../model/roleAssignment';
import type { SandboxRole, World } from './world';

export interface BuiltInRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

function role(
  id: string,
  name: string,
  description: string,
  actions: readonly string[],
  rest: Partial<Omit<Permission, 'actions'>> = {},
): BuiltInRole {
  return { id, name, description, permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [], ...rest }] };
}

function registry(...names: readonly string[]): string[] {
  return names.map((name) => `Microsoft.ContainerRegistry/registries/${name}`);
}

const support = ['Microsoft.Authorization/*/read', 'Microsoft.Insights/alertRules/*', 'Microsoft.Resources/deployments/*'];
const common = [...support, 'Microsoft.Resources/subscriptions/resourceGroups/read', 'Microsoft.Support/*'];

const contentRead = registry('repositories/metadata/read', 'repositories/content/read');
const contentWrite = registry('repositories/metadata/write', 'repositories/content/write');
const contentDelete = registry('repositories/metadata/delete', 'repositories/content/delete');

export const builtInRoles: readonly BuiltInRole[] = [
  role(
    '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    'Owner',
    'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
    ['*'],
  ),
  role(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.',
    ['*'],
    {
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
        'Microsoft.Compute/galleries/share/action',
        'Microsoft.Purview/consents/write',
        'Microsoft.Purview/consents/delete',
      ],
    },
  ),
  role('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', 'View all resources, but does not allow you to make any changes.', ['*/read']),
  role('18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator', 'Lets you manage user access to Azure resources.', [
    '*/read',
    'Microsoft.Authorization/*',
    'Microsoft.Support/*',
  ]),
  role(
    'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    'Role Based Access Control Administrator',
    'Manage access to Azure resources by assigning roles using Azure RBAC.',
    ['Microsoft.Authorization/roleAssignments/write', 'Microsoft.Authorization/roleAssignments/delete', '*/read', 'Microsoft.Support/*'],
  ),
  role('7f951dda-4ed3-4680-a7ca-43fe172d538d', 'AcrPull', 'acr pull', registry('pull/read')),
  role('8311e382-0749-4cb8-b61a-304f252e45ec', 'AcrPush', 'acr push', registry('pull/read', 'push/write')),
  role('c2f4ef07-c644-48eb-af81-4b1b4947fb11', 'AcrDelete', 'acr delete', registry('artifacts/delete')),
  role('6cef56e8-d556-48e5-a04f-b8e64114680f', 'AcrImageSigner', 'acr image signer', registry('sign/write'), {
    dataActions: registry('trustedCollections/write'),
  }),
  role('cdda3590-29a3-44f6-95f2-9f980659eb04', 'AcrQuarantineReader', 'acr quarantine data reader', registry('quarantine/read'), {
    dataActions: registry('quarantinedArtifacts/read'),
  }),
  role(
    'c8d4ff99-41c3-41a8-9f60-21dfdad59608',
    'AcrQuarantineWriter',
    'acr quarantine data writer',
    registry('quarantine/read', 'quarantine/write'),
    {
      dataActions: registry('quarantinedArtifacts/read', 'quarantinedArtifacts/write'),
    },
  ),
  role(
    'b93aa761-3e63-49ed-ac28-beffa264f7ac',
    'Container Registry Repository Reader',
    'Allows for read access to Azure Container Registry repositories, but excluding catalog listing.',
    [],
    { dataActions: contentRead },
  ),
  role(
    '2a1e307c-b015-4ebd-883e-5b7698a07328',
    'Container Registry Repository Writer',
    'Allows for read and write access to Azure Container Registry repositories, but excluding catalog listing.',
    [],
    { dataActions: [...contentRead, ...contentWrite] },
  ),
  role(
    '2efddaa5-3f1f-4df3-97df-af3f13818f4c',
    'Container Registry Repository Contributor',
    'Allows for read, write, and delete access to Azure Container Registry repositories, but excluding catalog listing.',
    [],
    { dataActions: [...contentRead, ...contentWrite, ...contentDelete] },
  ),
  role(
    'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7',
    'Container Registry Repository Catalog Lister',
    'Allows for listing all repositories in an Azure Container Registry.',
    [],
    { dataActions: registry('catalog/read') },
  ),
  role(
    '577a9874-89fd-4f24-9dbd-b5034d0ad23a',
    'Container Registry Data Importer and Data Reader',
    'Provides the ability to import images into a registry through the registry import operation, and to read them.',
    registry('importImage/action', 'read', 'pull/read'),
    { dataActions: [...registry('catalog/read'), ...contentRead] },
  ),
  role(
    'fb382eab-e894-4461-af04-94435c366c3f',
    'Container Registry Tasks Contributor',
    'Provides permissions to configure, read, list, trigger, or cancel Container Registry Tasks, Task Runs, Task Logs, Quick Runs, Quick Builds, and Task Agent Pools.',
    [
      ...registry(
        'agentpools/*',
        'tasks/*',
        'taskruns/*',
        'runs/*',
        'scheduleRun/action',
        'listBuildSourceUploadUrl/action',
        'buildTasks/*',
        'read',
      ),
      ...common,
    ],
  ),
  role(
    '3bc748fc-213d-45c1-8d91-9da5725539b9',
    'Container Registry Contributor and Data Access Configuration Administrator',
    'Provides permissions to create, list, and update container registries and registry configuration properties.',
    [
      ...registry(
        'operationStatuses/read',
        'read',
        'write',
        'delete',
        'listCredentials/action',
        'regenerateCredential/action',
        'listUsages/read',
      ),
      'Microsoft.ContainerRegistry/checkNameAvailability/read',
      ...common,
    ],
  ),
  role(
    '69b07be0-09bf-439a-b9a6-e73de851bd59',
    'Container Registry Configuration Reader and Data Access Configuration Reader',
    'Provides permissions to list container registries and registry configuration properties.',
    [...registry('read', 'operationStatuses/read', 'listCredentials/action', 'listUsages/read'), ...common],
  ),
  role(
    '5d977122-f97e-4b4d-a52f-6b43003ddb4d',
    'Azure Container Instances Contributor Role',
    'Grants read/write access to container groups provided by Azure Container Instances',
    ['Microsoft.ContainerInstance/containerGroups/*', 'Microsoft.ContainerInstance/locations/*/read', ...common],
  ),
  role('f1a07417-d97a-45cb-824c-7a7467783830', 'Managed Identity Operator', 'Read and Assign User Assigned Identity', [
    'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
    'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
    ...common,
  ]),
  role('e40ec5ca-96e0-45a2-b4ff-59039f2c2b59', 'Managed Identity Contributor', 'Create, Read, Update, and Delete User Assigned Identity', [
    'Microsoft.ManagedIdentity/userAssignedIdentities/read',
    'Microsoft.ManagedIdentity/userAssignedIdentities/write',
    'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
    ...common,
  ]),
  role('4d97b98b-1d4f-4787-a291-c67834d212e7', 'Network Contributor', 'Lets you manage networks, but not access to them.', [
    'Microsoft.Network/*',
    'Microsoft.ResourceHealth/availabilityStatuses/read',
    ...common,
  ]),
];

const byId = new Map(builtInRoles.map((each) => [each.id, each]));

export function isBuiltIn(roleId: string): boolean {
  return byId.has(roleId.toLowerCase());
}

/** A role, built in or made by somebody, by its GUID in any case. */
export function roleDefinition(world: Pick<World, 'customRoles'>, roleId: string): BuiltInRole | SandboxRole | undefined {
  const id = roleId.toLowerCase();
  return byId.get(id) ?? world.customRoles[id];
}

/** The id as Azure writes it at subscription scope. */
export function roleDefinitionId(subscriptionId: string, roleId: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId.toLowerCase()}`;
}
