import assert from 'node:assert/strict';
import type { Capability, Usage } from '../../src/azure/azure';
import { judgePreflight, subnetToDelegate } from '../../src/deploy/judgePreflight';
import { newDefinition } from '../../src/deploy/newDefinition';
import { planDeploy, withDelegation } from '../../src/deploy/planDeploy';
import type { PreflightFacts } from '../../src/deploy/preflight';
import { preflightQuestion } from '../../src/deploy/preflight';
import { AppError } from '../../src/model/appError';
import type { ContainerGroup, ContainerGroupDefinition } from '../../src/model/containerGroup';
import { known } from '../../src/model/fact';
import { message } from '../../src/model/message';
import type { Subnet } from '../../src/model/subnet';
import type { Plan } from '../../src/plan/plan';
import { inWords } from './inWords';

const groups = '/subscriptions/s/resourceGroups/rg-web/providers/Microsoft.ContainerInstance/containerGroups';

interface Change {
  readonly location?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly cpu?: number;
  readonly memoryInGB?: number;
}

function definition({ location = 'westeurope', properties = {}, cpu = 1, memoryInGB = 1.5 }: Change): ContainerGroupDefinition {
  const made = newDefinition({
    name: 'shop',
    location,
    image: 'contoso.azurecr.io/web/storefront:1.6.2',
    loginServer: 'contoso.azurecr.io',
    identityId: '/subscriptions/s/resourceGroups/rg-web/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-web',
    dnsNameLabel: 'shop-12345',
  });
  const containers = made.properties.containers.map((container) => ({
    ...container,
    properties: { ...container.properties, resources: { requests: { cpu, memoryInGB } } },
  }));
  return { ...made, properties: { ...made.properties, containers, ...properties } };
}

function there(name: string, change: Change = {}): ContainerGroup {
  return { id: `${groups}/${name}`, name, location: change.location ?? 'westeurope', definition: definition(change) };
}

function facts(change: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    usages: known([usage('StandardCores', 100, 10), usage('ContainerGroups', 100, 10)]),
    capabilities: known([capability('Linux', 'Public'), capability('Linux', 'Private'), capability('Windows', 'Public')]),
    groups: known([]),
    registration: known('Registered'),
    identities: [],
    ...change,
  };
}

function usage(name: string, limit: number, current: number): Usage {
  return { name, limit, current };
}

function capability(osType: string, ipAddressType: string): Capability {
  return { osType, ipAddressType, gpu: 'None', maxCpu: 4, maxMemoryInGB: 16 };
}

function found(change: Change, answers: Partial<PreflightFacts> = {}, register = false): readonly string[] {
  const plan = planDeploy('t', {
    id: `${groups}/shop`,
    definition: definition(change),
    resourceGroups: [],
    grant: [],
    pulls: [],
    register,
  });
  const question = preflightQuestion(plan);
  assert.ok(question);
  return judgePreflight(question, facts(answers)).map(({ severity, message: text }) => `${severity}: ${inWords(text)}`);
}

function subnet({ natGateway = 'nat', ...change }: Partial<Omit<Subnet, 'natGateway'>> & { readonly natGateway?: string } = {}): Subnet {
  return {
    id: subnetId,
    name: 'apps',
    networkId: 'vnet',
    location: 'westeurope',
    addressPrefixes: ['10.0.1.0/24'],
    delegations: ['Microsoft.ContainerInstance/containerGroups'],
    provisioningState: 'Succeeded',
    ...change,
    ...(natGateway === '' ? {} : { natGateway }),
  };
}

const refused = { known: false, error: new AppError('AuthorizationFailed', message('error.forbiddenUnknown', { message: 'no' })) } as const;
const identityNamed = (name: string): string =>
  `/subscriptions/s/resourceGroups/rg-web/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const identity = { id: identityNamed('id-there'), name: 'id-there', location: '', tenantId: '', principalId: '', clientId: '', tags: {} };
const windows = { osType: 'Windows' };
const subnetId = '/subscriptions/s/resourceGroups/rg-web/providers/Microsoft.Network/virtualNetworks/vnet/subnets/apps';
const inSubnet = { subnetIds: [{ id: subnetId }], ipAddress: { type: 'Private', ports: [{ port: 80 }] } };

const absent =
  'error: There is no subnet apps in the virtual network vnet, or you may not see it. This plan creates no subnets: Azure refuses the group ' +
  'until it is there.';

function inIt(name: string): ContainerGroup {
  return there(name, { properties: inSubnet });
}

function small(size: number, count: number): string {
  return (
    `information: The subnet apps can give away ${size} addresses; other container groups in it: ${count}. ` +
    'Azure recommends a range of /24 or larger, since addresses come back late.'
  );
}

function full(size: number, count: number, used: number): string {
  return (
    `warning: The subnet apps has no address left. It can give away ${size}; container groups in it: ${count}, ` +
    `addresses of other resources: ${used}. Azure lets the group wait, and gives up after 30 minutes.`
  );
}

describe('What Azure says before a container group is deployed', () => {
  it('is nothing where there is room and no name is taken', () => assert.deepEqual(found({}), []));

  const cases: readonly (readonly [name: string, change: Change, answers: Partial<PreflightFacts>, expected: readonly string[]])[] = [
    [
      'too few cores are left',
      { cpu: 4 },
      { usages: known([usage('StandardCores', 10, 8)]) },
      ['warning: Cores needed: 4. Left of the subscription’s quota in westeurope: 2.'],
    ],
    ['just enough cores are left', { cpu: 2 }, { usages: known([usage('StandardCores', 10, 8)]) }, []],
    [
      'a region is written as people read it',
      { location: 'West Europe', cpu: 4 },
      { usages: known([usage('StandardCores', 10, 8)]) },
      ['warning: Cores needed: 4. Left of the subscription’s quota in westeurope: 2.'],
    ],
    [
      'a spot group has a quota of its own',
      { cpu: 4, properties: { priority: 'Spot' } },
      { usages: known([usage('StandardCores', 4, 4)]) },
      [],
    ],
    ['a confidential group too', { cpu: 4, properties: { sku: 'Confidential' } }, { usages: known([usage('StandardCores', 4, 4)]) }, []],
    [
      'a group that is there gives back its cores',
      { cpu: 3 },
      { usages: known([usage('StandardCores', 10, 9)]), groups: known([there('shop', { cpu: 2 })]) },
      [],
    ],
    [
      'the quota of groups is used up',
      {},
      { usages: known([usage('ContainerGroups', 100, 100)]) },
      ['warning: The subscription’s quota of container groups in westeurope is used up.'],
    ],
    [
      'the region has no Windows',
      { properties: windows },
      { capabilities: known([capability('Linux', 'Public')]) },
      ['warning: Azure does not name Windows among what Container Instances offers in westeurope.'],
    ],
    [
      'Windows is not to be had in a virtual network',
      { properties: { ...windows, ...inSubnet } },
      {},
      ['warning: Azure does not name Windows in a virtual network among what Container Instances offers in westeurope.'],
    ],
    ['Linux is', { properties: inSubnet }, {}, []],
    [
      'the region offers nothing',
      {},
      { capabilities: known([]) },
      ['warning: Azure names nothing that Container Instances offers in westeurope.'],
    ],
    [
      'the group is larger than the largest',
      { cpu: 5, memoryInGB: 17 },
      {},
      [
        'warning: The group needs 5 cores; the largest that Azure names for westeurope has 4.',
        'warning: The group needs 17 GB of memory; the largest that Azure names for westeurope has 16.',
      ],
    ],
    [
      'a label is taken by another group',
      {},
      { groups: known([there('other')]) },
      ['error: The DNS name label “shop-12345” is taken in westeurope, by the container group other.'],
    ],
    ['the same label in another region is another', {}, { groups: known([there('other', { location: 'northeurope' })]) }, []],
    [
      'a label with a reuse scope gets a hash',
      {
        properties: {
          ipAddress: {
            type: 'Public',
            ports: [{ port: 80 }],
            dnsNameLabel: 'shop-12345',
            autoGeneratedDomainNameLabelScope: 'TenantReuse',
          },
        },
      },
      { groups: known([there('other')]) },
      [],
    ],
    ['the subnet is ready', { properties: inSubnet }, { subnet: known(subnet()) }, []],
    ['the subnet is not there', { properties: inSubnet }, { subnet: known(undefined) }, [absent]],
    [
      'the subnet is not there, but others are',
      { properties: inSubnet },
      { subnet: known(undefined), siblings: ['app', 'default'] },
      ['error: The virtual network vnet has no subnet apps. It has: app, default.'],
    ],
    [
      'the subnet is elsewhere, another service’s, and has no way out',
      { properties: inSubnet },
      { subnet: known(subnet({ location: 'northeurope', delegations: ['Microsoft.Web/serverFarms'], natGateway: '' })) },
      [
        'error: The subnet apps is in northeurope; a container group in westeurope cannot be in it.',
        'error: The subnet apps is delegated to Microsoft.Web/serverFarms; container groups cannot be in it.',
        'warning: The subnet apps has no NAT gateway: unless a firewall leads out, the containers do not reach the internet, and images of public registries may not be pulled.',
      ],
    ],
    [
      'the subnet is of another subscription',
      { properties: { ...inSubnet, subnetIds: [{ id: subnetId.replace('/s/', '/other/') }] } },
      { subnet: known(undefined) },
      ['warning: The subnet apps is in the subscription other: a container group and its subnet have to be in the same one.', absent],
    ],
    [
      'the subnet is small, by what Azure tells',
      { properties: inSubnet },
      { subnet: known(subnet()), subnetUsage: known({ size: 11, used: 0 }), groups: known([inIt('one'), there('elsewhere')]) },
      [small(11, 1)],
    ],
    [
      'the subnet is small, by its ranges, where Azure does not tell',
      { properties: inSubnet },
      { subnet: known(subnet({ addressPrefixes: ['10.0.1.0/29', '10.0.2.0/29'] })), subnetUsage: known(undefined) },
      [small(6, 0)],
    ],
    [
      'the subnet is small, by its range, where it may not be asked',
      { properties: inSubnet },
      { subnet: known(subnet({ addressPrefixes: ['10.0.1.0/28'] })), subnetUsage: refused },
      [small(11, 0)],
    ],
    [
      'the subnet has an address left for the group that is in it already',
      { properties: inSubnet },
      { subnet: known(subnet({ addressPrefixes: ['10.0.1.0/29'] })), groups: known([inIt('one'), inIt('two'), inIt('shop')]) },
      [small(3, 2)],
    ],
    [
      'the subnet is full of container groups',
      { properties: inSubnet },
      { subnet: known(subnet({ addressPrefixes: ['10.0.1.0/29'] })), groups: known([inIt('one'), inIt('two'), inIt('three')]) },
      [full(3, 3, 0)],
    ],
    [
      'the subnet is full, and of other resources, and not ready',
      { properties: inSubnet },
      { subnet: known(subnet({ delegations: [] })), subnetUsage: known({ size: 251, used: 251 }) },
      [
        'warning: Other resources hold addresses in the subnet apps: 251. Container groups can only be in subnets that have no other resources.',
        full(251, 0, 251),
      ],
    ],
    [
      'the subnet has IPv6, and its size can’t be told',
      { properties: inSubnet },
      { subnet: known(subnet({ addressPrefixes: ['fd00::/64'] })) },
      ['warning: The subnet apps has an IPv6 range; container groups have no IPv6 addresses.'],
    ],
    [
      'the subnet has as many groups as Azure recommends',
      { properties: inSubnet },
      {
        subnet: known(subnet({ addressPrefixes: ['10.0.0.0/16'] })),
        groups: known(Array.from({ length: 3000 }, (_unused, index) => inIt(`g${index}`))),
      },
      ['warning: There are 3000 container groups in the subnet apps; Azure recommends no more than 3000.'],
    ],
    [
      'the subscription is not registered',
      {},
      { registration: known('NotRegistered') },
      [
        'error: The subscription is not registered for Microsoft.ContainerInstance, and this plan does not register it. Azure refuses the group until it is.',
      ],
    ],
    [
      'an identity is not there, and who makes it',
      {},
      {
        identities: [
          { id: identityNamed('id-there'), isMade: false, found: known(identity) },
          { id: identityNamed('id-made'), isMade: true, found: known(undefined) },
          { id: identityNamed('id-absent'), isMade: false, found: known(undefined) },
          { id: identityNamed('id-closed'), isMade: false, found: undefined },
          { id: identityNamed('id-hidden'), isMade: false, found: refused },
        ],
      },
      [
        'error: There is no identity id-absent in rg-web, or you may not see it, and this plan does not create it. Azure refuses the group until it is there.',
        'warning: The identity id-closed is in the subscription s, which is not open here: whether it is there can’t be told, and this plan cannot create it.',
        'information: Whether the identities of the group are there could not be asked: AuthorizationFailed.',
      ],
    ],
    [
      'nothing could be asked',
      {},
      { usages: refused, capabilities: refused, groups: refused, registration: refused },
      [
        'information: How much of the quota is left could not be asked: AuthorizationFailed.',
        'information: What the region offers could not be asked: AuthorizationFailed.',
        'information: Whether the subscription is registered for Container Instances could not be asked: AuthorizationFailed.',
        'information: Whether the names are taken could not be asked: AuthorizationFailed.',
      ],
    ],
  ];
  for (const [name, change, answers, expected] of cases) {
    it(`tells that ${name}`, () => assert.deepEqual(found(change, answers), expected));
  }

  it('has a subnet that nobody has delegated before the group, once, and no longer where the group leaves it', () => {
    const plan = planDeploy('t', {
      id: `${groups}/shop`,
      definition: definition({}),
      resourceGroups: [],
      grant: [],
      pulls: [],
      register: true,
    });
    const keys = (made: Plan): string =>
      made.operations.map(({ key, needs = [] }) => `${key}(${needs.map(({ ref }) => ref).join(' ')})`).join(' ');
    const delegating = withDelegation(plan, subnetId);
    assert.equal(keys(delegating), 'provider() delegate-subnet() container-group(provider delegate-subnet)');
    assert.equal(withDelegation(delegating, subnetId.toUpperCase()), delegating);
    assert.equal(keys(withDelegation(delegating, undefined)), keys(plan));
    assert.equal(withDelegation(plan, undefined), plan);
    assert.equal(subnetToDelegate(facts({ subnet: known(subnet({ delegations: [] })) })), subnetId);
    assert.equal(subnetToDelegate(facts({ subnet: known(subnet()) })), undefined);
  });

  it('is asked of what may be any JSON', () => {
    for (const loose of [{}, { location: 'x', properties: { containers: 1 } }, { location: 'x', properties: { containers: [null, {}] } }]) {
      const plan = planDeploy('t', {
        id: `${groups}/shop`,
        definition: loose as unknown as ContainerGroupDefinition,
        resourceGroups: [],
        grant: [],
        pulls: [],
        register: false,
      });
      const question = preflightQuestion(plan);
      assert.ok(question === undefined || question.cpu === 0);
    }
  });
});
