import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { addIdentity, assignRole } from '../../src/sandbox/builder';
import { personaId } from '../../src/sandbox/personas';
import { Fixture, start, text } from './groupFixture';

/** A definition that is changed for a test: open, because what is tested is often not valid. */
interface Loose {
  location?: string;
  identity?: unknown;
  properties: Record<string, unknown> & { containers: { name?: string; properties: Record<string, unknown> }[] };
}

interface Row {
  readonly title: string;
  readonly change: (definition: Loose, fixture: Fixture) => void;
  readonly code: string;
  readonly status?: number;
  /** Where the service's words are quoted. */
  readonly message?: string | RegExp;
  readonly apiVersion?: string;
  readonly name?: string;
  readonly as?: string;
}

function first(definition: Loose): Record<string, unknown> {
  const container = definition.properties.containers[0];
  assert.ok(container);
  return container.properties;
}

const rows: readonly Row[] = [
  {
    title: 'an image with a scheme',
    change: (d) => (first(d)['image'] = 'https://images.azurecr.io/web/app:1'),
    code: 'InaccessibleImage',
    message:
      "The image 'https://images.azurecr.io/web/app:1' in container group 'app' is not accessible. Please check the image and registry credential.",
  },
  {
    title: 'a role that is missing',
    change: (_d, f) =>
      (f.world.assignments = Object.fromEntries(
        Object.entries(f.world.assignments).filter(([, each]) => each.principalId !== f.identity.principalId),
      )),
    code: 'InaccessibleImage',
    message:
      "The image 'images.azurecr.io/web/app:1' in container group 'app' is not accessible. Please check the image and registry credential.",
  },
  {
    title: 'an identity that the group does not carry',
    change: (d, f) =>
      (d.properties['imageRegistryCredentials'] = [{ server: 'images.azurecr.io', identity: f.identity.id.replace('id-app', 'id-other') }]),
    code: 'InvalidImageRegistryIdentity',
    message: "The identity in the 'imageRegistryCredentials' of container group 'app' not found in container group identity list.",
  },
  {
    title: 'a system-assigned identity for the pull',
    change: (d) => (d.identity = { type: 'SystemAssigned' }),
    code: 'InvalidImageRegistryIdentity',
  },
  {
    title: 'an identity for the pull before 2021-07-01',
    change: () => undefined,
    apiVersion: '2021-03-01',
    code: 'InvalidImageRegistryCredentialType',
    message: "Identity in 'imageRegistryCredentials' of container group 'app' is not supported.",
  },
  {
    title: 'identity and user name together',
    change: (d, f) =>
      (d.properties['imageRegistryCredentials'] = [
        { server: 'images.azurecr.io', identity: f.identity.id, username: 'images', password: 'x' },
      ]),
    code: 'AmbiguousImageResitryCredentialType',
    message:
      "The registry credential type in the 'imageRegistryCredentials' of container group 'app' cannot be detected. Please set exactly one of username or identity",
  },
  {
    title: 'a credential without a server',
    change: (d, f) => (d.properties['imageRegistryCredentials'] = [{ identity: f.identity.id }]),
    code: 'InvalidRequestContent',
    message:
      /^The request content was invalid and could not be deserialized: 'Required property 'server' not found in JSON\. Path 'properties\.imageRegistryCredentials\[0\]', line 1, position \d+\.'\.$/,
  },
  {
    title: 'a credential whose server has a scheme',
    change: (d, f) => (d.properties['imageRegistryCredentials'] = [{ server: 'https://images.azurecr.io', identity: f.identity.id }]),
    code: 'InvalidImageRegistryServer',
    message:
      "The server 'https://images.azurecr.io' in the 'imageRegistryCredentials' of container group 'app' is invalid. It should be a valid host name without protocol.",
  },
  {
    title: 'no properties',
    change: (d) => delete (d as Partial<Loose>).properties,
    code: 'InvalidRequestContent',
    message: /Required property 'properties' not found in JSON\. Path ''/,
  },
  {
    title: 'text for a number',
    change: (d) => (first(d)['resources'] = { requests: { cpu: 'one', memoryInGB: 1 } }),
    code: 'InvalidRequestContent',
  },
  {
    title: 'the identity [system]',
    change: (d) => (d.identity = { type: 'UserAssigned', userAssignedIdentities: { '[system]': {} } }),
    code: 'LinkedInvalidPropertyId',
    message:
      "Property id '[system]' at path '' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.",
  },
  {
    title: 'an identity that is gone',
    change: (d, f) => (d.identity = { type: 'UserAssigned', userAssignedIdentities: { [`${f.identity.id}-gone`]: {} } }),
    code: 'LinkedAuthorizationFailed',
    status: 403,
  },
  {
    title: 'no operating system',
    change: (d) => delete d.properties['osType'],
    code: 'InvalidOsType',
    message: "The 'osType' for container group '<null>' is invalid. The value must be one of 'Windows,Linux'.",
  },
  {
    title: 'no resources',
    change: (d) => delete first(d)['resources'],
    code: 'ResourceRequestsNotSpecified',
    message:
      "The resource requests are not specified in container 'app' of contain group 'app'. Both memory and CPU requests are required since API version '2017-07-01-preview'.",
  },
  {
    title: 'memory without CPU',
    change: (d) => (first(d)['resources'] = { requests: { memoryInGB: 6 } }),
    code: 'ResourceSomeRequestsNotSpecified',
    message:
      "The 'Cpu' request is not specified in 'MemoryInGB '6' Cpu ''' in container 'app' of contain group 'app'. It is required since API version '2017-07-01-preview'.",
  },
  {
    title: 'a limit above what the group asks for',
    change: (d) => (first(d)['resources'] = { requests: { cpu: 0.5, memoryInGB: 1 }, limits: { cpu: 2 } }),
    code: 'ContainerLimitGreaterThanContainerGroupTotalRequest',
    message: "The 'Cpu' limit '2' in container 'app' is greater than the total request '0.5' of container group 'app'.",
  },
  {
    title: 'an address without ports',
    change: (d) => (d.properties['ipAddress'] = { type: 'Public', ports: [] }),
    code: 'MissingIpAddressPorts',
    message: "The ports in the 'ipAddress' of container group 'app' cannot be empty.",
  },
  {
    title: 'a DNS label that is too short',
    change: (d) => (d.properties['ipAddress'] = { type: 'Public', ports: [{ port: 80 }], dnsNameLabel: 'node' }),
    code: 'InvalidDnsNameLabel',
    message:
      "The DNS name label 'node' in container group 'app' is invalid. It can contain only lowercase letters, numbers and hyphens. The first character must be a letter. The last character must be a letter or number. The value must be between 5 and 63 characters long.",
  },
  {
    title: 'a container name in upper case',
    change: (d) => d.properties.containers[0] && (d.properties.containers[0].name = 'App'),
    code: 'InvalidContainerName',
    message:
      "The container name 'App' in container group 'app' is invalid. The container name must contain no more than 63 characters and must match the regex '[a-z0-9]([-a-z0-9]*[a-z0-9])?' (e.g. 'my-name').",
  },
  { title: 'a group name with an underscore', change: () => undefined, name: 'my_app', code: 'InvalidContainerGroupName' },
  {
    title: 'Spot with a public address',
    change: (d) => (d.properties['priority'] = 'Spot'),
    code: 'SpotPriorityContainerGroupNotSupportedForInboundConnectivity',
    message: 'Spot Priority is not supported for container groups with inbound connectivity.',
  },
  {
    title: 'a priority that is none',
    change: (d) => (d.properties['priority'] = 'High'),
    code: 'PriorityNotSpecified',
    message: "The 'Priority' must be one of 'Regular,Spot' for container group 'app'.",
  },
  {
    title: 'the time-out that Azure fills in, sent back',
    change: (d) => (d.properties['provisioningTimeoutInSeconds'] = 1800),
    code: 'CustomProvisioningTimeoutInSecondsNotSuppported',
  },
  {
    title: 'a network profile',
    change: (d) => (d.properties['networkProfile'] = { id: '/subscriptions/s/x' }),
    code: 'NetworkProfileNotFound',
    message: "Network profile '/subscriptions/s/x' is not found for container group 'app'.",
  },
  {
    title: 'more cores than the subscription has',
    change: (_d, f) => Object.values(f.world.subscriptions).forEach((each) => (each.quota.standardCores = 0)),
    code: 'ServiceUnavailable',
    status: 409,
    message:
      "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '0', Usage: '0' Requested: '1'.",
  },
  {
    title: 'more groups than the subscription may have',
    change: (_d, f) => Object.values(f.world.subscriptions).forEach((each) => (each.quota.containerGroups = 0)),
    code: 'ServiceUnavailable',
    status: 409,
    message: /quota 'ContainerGroups' exceeded in region 'westeurope'\. Limit: '0', Usage: '0' Requested: '1'\.$/,
  },
  {
    title: 'more spot cores than the subscription has',
    change: (d, f) => {
      d.properties['priority'] = 'Spot';
      delete d.properties['ipAddress'];
      Object.values(f.world.subscriptions).forEach((each) => (each.quota.spotCores = 0));
    },
    code: 'ContainerGroupQuotaReached',
    message:
      "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardSpotCores' exceeded in region 'westeurope'. Limit: '0', Usage: '0' Requested: '1'.",
  },
  {
    title: 'more than a region has',
    change: (d) => (first(d)['resources'] = { requests: { cpu: 64, memoryInGB: 16 } }),
    code: 'ServiceUnavailable',
    status: 409,
    message: /^The requested resource is not available in the location 'westeurope' at this moment\./,
  },
  { title: 'no location', change: (d) => delete d.location, code: 'LocationRequired' },
  {
    title: 'a subscription that is not registered',
    change: (_d, f) => Object.values(f.world.subscriptions).forEach((each) => (each.registeredProviders = [])),
    code: 'MissingSubscriptionRegistration',
    status: 409,
  },
  { title: 'a reader', change: () => undefined, as: personaId('reader'), code: 'AuthorizationFailed', status: 403 },
  {
    title: 'an api-version that does not exist',
    change: () => undefined,
    apiVersion: '2020-01-01',
    code: 'InvalidResourceType',
    status: 404,
  },
  {
    title: 'a git repository that nobody knows',
    change: (d) => (d.properties['volumes'] = [{ name: 'source', gitRepo: { repository: 'https://example.com/x' } }]),
    code: 'NotInSandbox',
    status: 501,
    message: /git repository 'https:\/\/example\.com\/x'/,
  },
  {
    title: 'a mount of a volume that is not there',
    change: (d) => (first(d)['volumeMounts'] = [{ name: 'nothing', mountPath: '/mnt' }]),
    code: 'NotInSandbox',
    status: 501,
    message: /'nothing', which is no volume/,
  },
  {
    title: 'a volume of two kinds',
    change: (d) => (d.properties['volumes'] = [{ name: 'both', emptyDir: {}, secret: { a: 'YQ==' } }]),
    code: 'NotInSandbox',
    status: 501,
    message: /of 2 kinds/,
  },
  {
    title: 'a secret that is not base64',
    change: (d) => (d.properties['volumes'] = [{ name: 'secrets', secret: { a: 'plain text' } }]),
    code: 'NotInSandbox',
    status: 501,
    message: /volumes\[0\]\.secret\.a/,
  },
  {
    title: 'a secret kept in a vault',
    change: (d) => (d.properties['volumes'] = [{ name: 'secrets', secretReference: { a: 'x' } }]),
    code: 'NotInSandbox',
    status: 501,
    message: /secretReference/,
  },
  {
    title: 'two containers at one port',
    change: (d) => {
      const [one] = d.properties.containers;
      assert.ok(one);
      d.properties.containers.push({ ...one, name: 'other' });
    },
    code: 'NotInSandbox',
    status: 501,
    message: /listen at TCP 80/,
  },
  {
    title: 'a second container in a Windows group',
    change: (d) => {
      d.properties['osType'] = 'Windows';
      d.properties.containers.push({ name: 'other', properties: { image: 'x', resources: { requests: { cpu: 1, memoryInGB: 1 } } } });
    },
    code: 'MultipleWindowsContainersNotSupported',
    message: "Multiple containers are defined in the Windows container group 'app'. A Windows container group can only have one container.",
  },
  {
    title: 'a Windows image in a Linux group',
    change: (d) => (first(d)['image'] = 'mcr.microsoft.com/windows/nanoserver:ltsc2022'),
    code: 'ImageOsTypeNotMatchContainerGroup',
    message:
      "The container image 'mcr.microsoft.com/windows/nanoserver:ltsc2022' doesn't support specified OS 'Linux' for container group 'app'.",
  },
  {
    title: 'a Linux image in a Windows group',
    change: (d) => (d.properties['osType'] = 'Windows'),
    code: 'ImageOsTypeNotMatchContainerGroup',
    message: "The container image 'images.azurecr.io/web/app:1' doesn't support specified OS 'Windows' for container group 'app'.",
  },
  {
    title: 'a share in a Windows group',
    change: (d) => {
      const azureFile = { shareName: 'a', storageAccountName: 'b', storageAccountKey: 'c' };
      Object.assign(d.properties, { osType: 'Windows', volumes: [{ name: 'share', azureFile }] });
    },
    code: 'WindowsContainersVolumeNotSupported',
    message: 'Azure file volumes are not supported for Windows containers.',
  },
  {
    title: 'a system-assigned identity of a Windows group',
    change: (d, f) => {
      d.properties['osType'] = 'Windows';
      d.identity = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [f.identity.id]: {} } };
    },
    code: 'NotInSandbox',
    status: 501,
    message: /system-assigned identity of a Windows group/,
  },
  {
    title: 'a volume in a Windows group',
    change: (d) => Object.assign(d.properties, { osType: 'Windows', volumes: [{ name: 'empty', emptyDir: {} }] }),
    code: 'NotInSandbox',
    status: 501,
    message: /volume in a Windows group/,
  },
  {
    title: 'DNS servers without a subnet',
    change: (d) => (d.properties['dnsConfig'] = { nameServers: ['10.0.0.10'] }),
    code: 'NotInSandbox',
    status: 501,
    message: /dnsConfig/,
  },
  {
    title: 'spot of another SKU',
    change: (d) => {
      delete d.properties['ipAddress'];
      Object.assign(d.properties, { priority: 'Spot', sku: 'Confidential' });
    },
    code: 'SpotPriorityContainerGroupNotSupportedInSku',
    message: "Spot Priority Container Group is not supported in 'Confidential' Sku.",
  },
  {
    title: 'spot with a GPU',
    change: (d) => {
      delete d.properties['ipAddress'];
      d.properties['priority'] = 'Spot';
      first(d)['resources'] = { requests: { cpu: 1, memoryInGB: 1, gpu: { count: 1, sku: 'V100' } } };
    },
    code: 'SpotPriorityContainerGroupWithGPUResourcesNotSupported',
    message: 'Spot Priority Container Groups that include containers requesting GPU resources are not supported.',
  },
  {
    title: 'spot where nobody says that there is any',
    change: (d) => {
      delete d.properties['ipAddress'];
      Object.assign(d, { location: 'uksouth' });
      d.properties['priority'] = 'Spot';
    },
    code: 'NotInSandbox',
    status: 501,
    message: /spot groups in 'uksouth'/,
  },
  {
    title: 'spot of more than 4 cores',
    change: (d) => {
      delete d.properties['ipAddress'];
      d.properties['priority'] = 'Spot';
      first(d)['resources'] = { requests: { cpu: 5, memoryInGB: 8 } };
    },
    code: 'ServiceUnavailable',
    status: 409,
    message: /Resource requested: '5' CPU '8' GB memory 'Linux' OS/,
  },
  {
    title: 'spot in a zone',
    change: (d) => {
      delete d.properties['ipAddress'];
      Object.assign(d, { zones: ['1'] });
      d.properties['priority'] = 'Spot';
    },
    code: 'NotInSandbox',
    status: 501,
    message: /spot group in a zone/,
  },
  {
    title: 'a zone of a region without zones',
    change: (d) => Object.assign(d, { location: 'westus', zones: ['1'] }),
    code: 'NotInSandbox',
    status: 501,
    message: /zone '1' of 'westus'/,
  },
  {
    title: 'two zones',
    change: (d) => Object.assign(d, { zones: ['1', '2'] }),
    code: 'NotInSandbox',
    status: 501,
    message: /more than one zone/,
  },
  {
    title: 'a dedicated group',
    change: (d) => (d.properties['sku'] = 'Dedicated'),
    code: 'NotInSandbox',
    status: 501,
    message: /SKU 'Dedicated'/,
  },
  {
    title: 'a group larger than its region takes',
    change: (d, f) => {
      f.world.regionLimits['westeurope'] = { cpu: 4, memoryInGB: 16 };
      first(d)['resources'] = { requests: { cpu: 4, memoryInGB: 24 } };
    },
    code: 'ServiceUnavailable',
    status: 409,
    message: /not available in the location 'westeurope' at this moment/,
  },
  {
    title: 'a GPU',
    change: (d) => (first(d)['resources'] = { requests: { cpu: 1, memoryInGB: 1, gpu: { count: 1, sku: 'V100' } } }),
    code: 'NotInSandbox',
    status: 501,
    message: /gpu/,
  },
  {
    title: 'a confidential group whose policy does not let everything run',
    change: (d) =>
      Object.assign(d.properties, { sku: 'Confidential', confidentialComputeProperties: { ccePolicy: 'cGFja2FnZSBwb2xpY3k=' } }),
    code: 'NotInSandbox',
    status: 501,
    message: /ccePolicy/,
  },
];

function loose(fixture: Fixture): Loose {
  return fixture.definition();
}

describe('the PUT of a container group is refused for', () => {
  for (const row of rows) {
    it(`${row.title}: ${row.code}`, async () => {
      const fixture = new Fixture();
      fixture.grant();
      const definition = loose(fixture);
      row.change(definition, fixture);
      const options = { ...(row.apiVersion ? { apiVersion: row.apiVersion } : {}), ...(row.as ? { as: row.as } : {}) };
      const answer = await fixture.put(definition, row.name, options);
      const error = answer.body['error'] as unknown as { code: string; message: string } | undefined;
      assert.equal(error?.code, row.code, JSON.stringify(answer.body));
      assert.equal(answer.status, row.status ?? 400);
      if (typeof row.message === 'string') assert.equal(error.message, row.message);
      if (row.message instanceof RegExp) assert.match(error.message, row.message);
      assert.deepEqual(fixture.world.containerGroups, {}, 'no group was made');
      assert.deepEqual(fixture.world.due, [], 'nothing is under way');
    });
  }

  it('a DNS label that another group has', async () => {
    const fixture = new Fixture();
    const labelled = (): ContainerGroupDefinition => {
      const definition = fixture.publicDefinition();
      return {
        ...definition,
        properties: { ...definition.properties, ipAddress: { type: 'Public', ports: [{ port: 80 }], dnsNameLabel: 'taken' } },
      };
    };
    assert.equal((await fixture.put(labelled(), 'one')).status, 201);
    const refused = await fixture.put(labelled(), 'two');
    assert.deepEqual(refused.body['error'], {
      code: 'DnsNameLabelNotAvailable',
      message: "The DNS name label 'taken' in container group 'two' not available. Try using a different label.",
    });
  });

  for (const [title, change] of [
    ['restart policy', (d: ContainerGroupDefinition) => (d.properties.restartPolicy = 'Never')],
    ['restart policy, left out', (d: ContainerGroupDefinition) => delete d.properties.restartPolicy],
    ['CPU', (d: ContainerGroupDefinition) => d.properties.containers.forEach((each) => (each.properties.resources.requests.cpu = 2))],
  ] as const) {
    it(`an update of the ${title}: InvalidContainerGroupUpdate`, async () => {
      const fixture = new Fixture();
      const definition = fixture.publicDefinition([], 'OnFailure');
      await fixture.put(definition);
      fixture.pass(60);
      change(definition);
      const refused = await fixture.put(definition);
      assert.deepEqual([refused.status, refused.body['error']?.['code']], [400, 'InvalidContainerGroupUpdate']);
    });
  }

  it('an update while the group is still starting: ContainerGroupTransitioning', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition());
    const refused = await fixture.put(fixture.publicDefinition(['sleep', '5']));
    assert.deepEqual(refused.body['error'], {
      code: 'ContainerGroupTransitioning',
      message: "The container group 'app' is still transitioning, please retry later.",
    });
  });

  it('a move to another region: InvalidResourceLocation', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition());
    fixture.pass(60);
    const refused = await fixture.put({ ...fixture.publicDefinition(), location: 'northeurope' });
    assert.deepEqual([refused.status, refused.body['error']?.['code']], [409, 'InvalidResourceLocation']);
  });

  it('somebody who may write groups but not use the identity: LinkedAuthorizationFailed', async () => {
    const fixture = new Fixture();
    fixture.grant();
    const writer = addIdentity(fixture.world, {
      subscriptionId: fixture.subscriptionId,
      resourceGroup: 'rg',
      name: 'pipeline',
      location: 'westeurope',
    });
    const instancesContributor = '5d977122-f97e-4b4d-a52f-6b43003ddb4d';
    const scope = `/subscriptions/${fixture.subscriptionId}/resourceGroups/rg`;
    assignRole(fixture.world, { scope, principalId: writer.principalId, roleId: instancesContributor, at: start });
    const refused = await fixture.put(fixture.definition(), 'app', { as: writer.principalId });
    assert.equal(refused.body['error']?.['code'], 'LinkedAuthorizationFailed');
    assert.match(
      text(refused.body['error']['message']),
      /'Microsoft\.ManagedIdentity\/userAssignedIdentities\/assign\/action' on the linked scope\(s\)/,
    );
    const operator = 'f1a07417-d97a-45cb-824c-7a7467783830';
    assignRole(fixture.world, { scope: fixture.identity.id, principalId: writer.principalId, roleId: operator, at: start });
    assert.equal((await fixture.put(fixture.definition(), 'app', { as: writer.principalId })).status, 201);
  });
});

describe('the PUT of a container group accepts', () => {
  it('names in any case, numbers in quotes, unknown properties', async () => {
    const fixture = new Fixture();
    const answer = await fixture.put({
      location: 'West Europe',
      Properties: {
        osType: 'Linux',
        Containers: [
          { name: 'app', properties: { image: 'nginx', resources: { requests: { CPU: '1.0', memoryInGb: 1.5 } }, future: { a: 1 } } },
        ],
        futureProperty: [1],
      },
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.equal(answer.body['location'], 'westeurope');
    assert.deepEqual(answer.body['properties']?.['futureProperty'], [1]);
    const properties = answer.body['properties']?.['containers']?.['0']?.['properties'];
    assert.deepEqual(properties?.['resources'], { requests: { cpu: 1, memoryInGB: 1.5 } });
    assert.deepEqual(properties['future'], { a: 1 });
  });

  it('a path in lower case with a double slash, as az writes it', async () => {
    const fixture = new Fixture();
    const path = `/subscriptions/${fixture.subscriptionId}/resourcegroups/rg/providers/Microsoft.ContainerInstance//containerGroups/app`;
    const answer = await fixture.ask('PUT', path, fixture.publicDefinition(), { apiVersion: '2021-10-01' });
    assert.equal(answer.status, 201);
    assert.equal(answer.body['id'], fixture.groupId());
  });

  for (const [scope, pattern] of [
    [undefined, /^label5\.westeurope\.azurecontainer\.io$/],
    ['Unsecure', /^label5\.westeurope\.azurecontainer\.io$/],
    ['TenantReuse', /^label5\.[a-z0-9]{16}\.westeurope\.azurecontainer\.io$/],
  ] as const) {
    it(`a DNS label with the reuse scope ${scope}`, async () => {
      const fixture = new Fixture();
      const definition = fixture.publicDefinition();
      const address = {
        type: 'Public',
        ports: [{ port: 80 }],
        dnsNameLabel: 'label5',
        ...(scope ? { autoGeneratedDomainNameLabelScope: scope } : {}),
      };
      const answer = await fixture.put({ ...definition, properties: { ...definition.properties, ipAddress: address } });
      assert.match(text(answer.body['properties']?.['ipAddress']?.['fqdn']), pattern);
      assert.equal(answer.body['properties']?.['ipAddress']?.['ip'], undefined);
    });
  }
});
