import assert from 'node:assert/strict';
import { newDefinition, suggestLabel, suggestName } from '../../src/deploy/newDefinition';
import { checkDnsLabel, checkGroupName, checkIdentityName, checkRegistryName, checkResourceGroupName } from '../../src/deploy/names';
import { validate } from '../../src/deploy/validate';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';

const identityId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-web';

/** JSON of any shape, as a user may write it. */
type Loose = { [name: string]: Loose } & Loose[];

function definition(change: (loose: Loose) => void = () => undefined): ContainerGroupDefinition {
  const made = newDefinition({
    name: 'shop',
    location: 'westeurope',
    image: 'contoso.azurecr.io/web/storefront:1.6.2',
    loginServer: 'contoso.azurecr.io',
    identityId,
    dnsNameLabel: 'shop-12345',
  });
  change(made as unknown as Loose);
  return made;
}

function set(path: readonly (string | number)[], value: unknown): (loose: Loose) => void {
  return (loose) => {
    const parent = path.slice(0, -1).reduce<Loose>((at, name) => at[name as string] as Loose, loose);
    Object.assign(parent, { [path.at(-1) as string]: value });
  };
}

const container = ['properties', 'containers', 0] as const;
const credential = ['properties', 'imageRegistryCredentials', 0] as const;
const address = ['properties', 'ipAddress'] as const;

describe('Judging a container group definition', () => {
  it('finds nothing in what the wizard makes', () => {
    assert.deepEqual(validate(definition()), []);
  });

  const rows: readonly (readonly [what: string, change: (loose: Loose) => void, code: string, at: string, severity?: string])[] = [
    ['no location', set(['location'], ''), 'LocationRequired', 'location'],
    ['no containers', set(['properties', 'containers'], []), 'ContainersRequired', 'properties.containers'],
    ['no properties', set(['properties'], undefined), 'ContainersRequired', 'properties.containers'],
    ['an unknown OS', set(['properties', 'osType'], 'Plan9'), 'InvalidOsType', 'properties.osType'],
    ['an unknown restart policy', set(['properties', 'restartPolicy'], 'Maybe'), 'UnknownValue', 'properties.restartPolicy', 'warning'],
    ['an upper-case container name', set([...container, 'name'], 'Shop'), 'InvalidContainerName', 'properties.containers.0.name'],
    ['no image', set([...container, 'properties', 'image'], ''), 'ImageRequired', 'properties.containers.0.properties.image'],
    [
      'an image with a scheme',
      set([...container, 'properties', 'image'], 'https://contoso.azurecr.io/a:1'),
      'InaccessibleImage',
      'properties.containers.0.properties.image',
    ],
    [
      'an image in upper case',
      set([...container, 'properties', 'image'], 'contoso.azurecr.io/Web:1'),
      'InaccessibleImage',
      'properties.containers.0.properties.image',
    ],
    [
      'no requests',
      set([...container, 'properties', 'resources'], {}),
      'ResourceRequestsNotSpecified',
      'properties.containers.0.properties.resources',
    ],
    [
      'no memory',
      set([...container, 'properties', 'resources', 'requests'], { cpu: 1 }),
      'ResourceSomeRequestsNotSpecified',
      'properties.containers.0.properties.resources.requests.memoryInGB',
    ],
    [
      'no CPU to speak of',
      set([...container, 'properties', 'resources', 'requests', 'cpu'], 0),
      'InvalidResourceRequest',
      'properties.containers.0.properties.resources.requests.cpu',
    ],
    [
      'more CPU than is usual',
      set([...container, 'properties', 'resources', 'requests', 'cpu'], 8),
      'BigContainerGroup',
      'properties.containers.0.properties.resources.requests.cpu',
      'warning',
    ],
    [
      'a port that is none',
      (loose) => {
        set([...container, 'properties', 'ports', 0, 'port'], 70000)(loose);
        set(address, undefined)(loose);
      },
      'InvalidPort',
      'properties.containers.0.properties.ports.0.port',
    ],
    ['no server', set([...credential, 'server'], ''), 'InvalidRequestContent', 'properties.imageRegistryCredentials.0.server'],
    [
      'a server with a scheme',
      set([...credential, 'server'], 'https://contoso.azurecr.io'),
      'InvalidImageRegistryServer',
      'properties.imageRegistryCredentials.0.server',
    ],
    [
      'an identity and a user name',
      set([...credential, 'username'], 'me'),
      'AmbiguousImageResitryCredentialType',
      'properties.imageRegistryCredentials.0.identity',
    ],
    [
      'neither',
      set([...credential, 'identity'], undefined),
      'AmbiguousImageResitryCredentialType',
      'properties.imageRegistryCredentials.0',
    ],
    [
      'an identity that is not attached',
      set([...credential, 'identity'], `${identityId}-other`),
      'InvalidImageRegistryIdentity',
      'properties.imageRegistryCredentials.0.identity',
    ],
    ['an address without ports', set([...address, 'ports'], []), 'MissingIpAddressPorts', 'properties.ipAddress.ports'],
    [
      'a DNS label that begins with a digit',
      set([...address, 'dnsNameLabel'], '1shop'),
      'InvalidDnsNameLabel',
      'properties.ipAddress.dnsNameLabel',
    ],
    [
      'a public port of no container',
      set([...address, 'ports', 0, 'port'], 8080),
      'PortOfNoContainer',
      'properties.ipAddress.ports.0.port',
      'warning',
    ],
  ];
  for (const [what, change, code, at, severity = 'error'] of rows) {
    it(`finds ${what}`, () => {
      const [finding, ...more] = validate(definition(change));
      assert.deepEqual([finding?.code, finding?.path.join('.'), finding?.severity, more.length], [code, at, severity, 0]);
    });
  }

  const windows = (path: readonly (string | number)[], value: unknown) => (loose: Loose) => {
    set(['properties', 'osType'], 'Windows')(loose);
    set(path, value)(loose);
  };
  const onWindows: readonly (readonly [what: string, change: (loose: Loose) => void, found: string | undefined])[] = [
    ['one container with a user-assigned identity', set(['properties', 'osType'], 'Windows'), undefined],
    [
      'another container',
      (loose) => {
        set(['properties', 'osType'], 'Windows')(loose);
        const other = { name: 'other', properties: { image: 'a:1', resources: { requests: { cpu: 1, memoryInGB: 1 } } } };
        (loose['properties']?.['containers'] as unknown as unknown[]).push(other);
      },
      'error MultipleWindowsContainersNotSupported properties.containers',
    ],
    [
      'an init container',
      windows(['properties', 'initContainers'], [{ name: 'init', properties: { image: 'a:1' } }]),
      'warning WindowsInitContainers properties.initContainers',
    ],
    [
      'a share',
      windows(
        ['properties', 'volumes'],
        [{ name: 'share', azureFile: { shareName: 'a', storageAccountName: 'bbb', storageAccountKey: 'c' } }],
      ),
      'error WindowsContainersVolumeNotSupported properties.volumes',
    ],
    [
      'an empty directory',
      windows(['properties', 'volumes'], [{ name: 'empty', emptyDir: {} }]),
      'warning WindowsVolumes properties.volumes',
    ],
    ['a confidential group', windows(['properties', 'sku'], 'Confidential'), 'warning WindowsConfidential properties.sku'],
    [
      'a system-assigned identity',
      windows(['identity', 'type'], 'SystemAssigned, UserAssigned'),
      'warning WindowsSystemIdentity identity.type',
    ],
    [
      'an identity in a subnet',
      (loose) => {
        windows(
          ['properties', 'subnetIds'],
          [{ id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s' }],
        )(loose);
        set(address, undefined)(loose);
      },
      'information WindowsIdentityInSubnet identity',
    ],
    [
      'an image of a Windows that is not run any more',
      windows([...container, 'properties', 'image'], 'mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2016'),
      'warning WindowsVersion properties.containers.0.properties.image',
    ],
    [
      'an image of a Windows that is run',
      windows([...container, 'properties', 'image'], 'mcr.microsoft.com/windows/nanoserver:ltsc2022'),
      undefined,
    ],
    [
      'an image of Windows in a Linux group',
      set([...container, 'properties', 'image'], 'mcr.microsoft.com/windows/nanoserver:ltsc2022'),
      'warning ImageOsTypeNotMatchContainerGroup properties.containers.0.properties.image',
    ],
    [
      'an image of Linux in a Windows group',
      windows([...container, 'properties', 'image'], 'mcr.microsoft.com/azuredocs/aci-helloworld'),
      'warning ImageOsTypeNotMatchContainerGroup properties.containers.0.properties.image',
    ],
    ['somebody’s own version', windows([...container, 'properties', 'image'], 'contoso.azurecr.io/app:1803'), undefined],
    [
      'a command of Linux',
      windows([...container, 'properties', 'command'], ['/bin/sh', '-c', 'a']),
      'warning WindowsProgram properties.containers.0.properties.command.0',
    ],
    [
      'a probe of Linux',
      windows([...container, 'properties', 'livenessProbe'], { exec: { command: ['/bin/sh', '-c', 'a'] } }),
      'warning WindowsProgram properties.containers.0.properties.livenessProbe.exec.command.0',
    ],
    ['a command of Windows', windows([...container, 'properties', 'command'], ['cmd.exe', '/S', '/C', 'a']), undefined],
  ];
  for (const [what, change, found] of onWindows) {
    it(`judges Windows: ${what}`, () => {
      const [finding, ...more] = validate(definition(change));
      assert.deepEqual([finding && `${finding.severity} ${finding.code} ${finding.path.join('.')}`, more.length], [found, 0]);
    });
  }

  it('only warns of port 22, which the documentation reserves and samples use', () => {
    const found = validate(
      definition((loose) => {
        set([...container, 'properties', 'ports', 0, 'port'], 22)(loose);
        set([...address, 'ports', 0, 'port'], 22)(loose);
      }),
    );
    assert.deepEqual(new Set(found.map(({ severity, code }) => `${severity} ${code}`)), new Set(['warning ReservedPort']));
  });

  it('takes a property name in any case, as Azure does', () => {
    assert.deepEqual(validate(definition(set([...container, 'properties', 'resources', 'requests'], { cpu: 1, memoryInGb: 1 }))), []);
  });

  it('finds a container name that is used twice', () => {
    const found = validate(
      definition((loose) => {
        const containers = loose['properties']?.['containers'] as unknown as unknown[];
        containers.push(structuredClone(containers[0]));
      }),
    );
    assert.deepEqual(
      found.map(({ code, path }) => `${code} ${path.join('.')}`),
      ['DuplicateContainerName properties.containers.1.name', 'SamePort properties.containers.1.properties.ports.0.port'],
    );
  });

  for (const odd of [null, 3, 'text', [], { containers: 'no' }, { containers: [null, 3] }, { containers: [{ name: 3, properties: [] }] }]) {
    it(`survives properties of ${JSON.stringify(odd)}`, () => {
      assert.ok(validate({ location: 'westeurope', properties: odd } as unknown as ContainerGroupDefinition).length > 0);
    });
  }
});

describe('Names', () => {
  const rows: readonly (readonly [check: (name: string) => unknown, good: readonly string[], bad: readonly string[]])[] = [
    [checkGroupName, ['a', 'shop-1', 'a'.repeat(63)], ['', 'Shop', '-shop', 'shop-', 'a'.repeat(64), 'a_b']],
    [checkDnsLabel, ['shop1', 'a-b-c', 'a'.repeat(63)], ['shop', '1shop', 'shop-', 'Shop1', 'a'.repeat(64)]],
    [checkIdentityName, ['id-', 'id_web', 'ABC', '1ab'], ['', 'ab', '-id', '_id', 'a'.repeat(129), 'a.b']],
    [checkResourceGroupName, ['rg', 'rg-web_1.(x)', 'grüße'], ['', 'rg.', 'r g', 'a'.repeat(91)]],
    [checkRegistryName, ['abcde', 'Contoso1'], ['abcd', 'con-toso', 'a'.repeat(51)]],
  ];
  for (const [check, good, bad] of rows) {
    it(`${check.name} takes ${good.length} good ones and names the rule for ${bad.length} bad ones`, () => {
      for (const name of good) assert.equal(check(name), undefined, name);
      for (const name of bad) assert.ok(check(name), name);
    });
  }

  for (const [repository, name] of [
    ['web/storefront', 'storefront'],
    ['team/My_App.v2', 'my-app-v2'],
    ['x/___', 'container'],
    [`a/${'b'.repeat(80)}`, 'b'.repeat(50)],
  ] as const) {
    it(`suggests ${name.slice(0, 20)} for ${repository.slice(0, 20)}, and a label that is valid`, () => {
      assert.equal(suggestName(repository), name);
      assert.equal(checkGroupName(suggestName(repository)), undefined);
      assert.equal(checkDnsLabel(suggestLabel(name, 'x1y2z')), undefined);
    });
  }

  it('suggests a label that begins with a letter for a name that does not', () => {
    assert.equal(suggestLabel('1st', 'abcde'), 'c-1st-abcde');
  });
});
