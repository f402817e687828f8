/**
 * What may stand between a container group and its image: how each gate is shut, and what a pull then comes to. This table is written
 * from Microsoft's documentation, not from the sandbox.
 * Sources: learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi,
 * learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
 * learn.microsoft.com/azure/container-registry/allow-access-trusted-services,
 * learn.microsoft.com/azure/role-based-access-control/conditions-format,
 * learn.microsoft.com/azure/role-based-access-control/role-definitions,
 * learn.microsoft.com/azure/role-based-access-control/deny-assignments
 */
import { roles } from '../../src/model/roles';
import { guidOf } from '../../src/sandbox/ids';
import type { PullObstacle } from '../../src/sandbox/pull';
import type { CustomRole, Denial, Grant, Holder, ImageParts, Mode, Place, Setting, Way } from './chanceWorld';
import type { Random } from './random';

export interface Gate {
  readonly name: string;
  /** What the pull meets. */
  readonly obstacle: PullObstacle;
  /** Ways of signing in at the registry that lead through this gate; shut, it does nothing to the others. */
  readonly ways: readonly Way[];
  /** The only mode of a registry in which it can be shut. */
  readonly mode?: Mode;
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly name: string;
  readonly shut: (setting: Setting, random: Random) => void;
  /** Narrower than the gate's. */
  readonly ways?: readonly Way[];
  readonly mode?: Mode;
}

const all: readonly Way[] = ['identity', 'admin', 'anonymous'];
const withIdentity: readonly Way[] = ['identity'];
const withPassword: readonly Way[] = ['admin'];

const dataImporter = '577a9874-89fd-4f24-9dbd-b5034d0ad23a';
const acrDelete = 'c2f4ef07-c644-48eb-af81-4b1b4947fb11';
const acrImageSigner = '6cef56e8-d556-48e5-a04f-b8e64114680f';
const tasksContributor = 'fb382eab-e894-4461-af04-94435c366c3f';
const configurationReader = '69b07be0-09bf-439a-b9a6-e73de851bd59';
const quarantineReader = 'cdda3590-29a3-44f6-95f2-9f980659eb04';

const { acrPull, acrPush, owner, contributor, reader } = roles;
const classicRoles = [acrPull.id, acrPush.id, owner.id, contributor.id, reader.id];
const repositoryRoles = [roles.repositoryReader.id, roles.repositoryWriter.id, roles.repositoryContributor.id];
const acr = 'Microsoft.ContainerRegistry/registries';

/** Roles that somebody made, and the modes of a registry in which they let an identity pull. */
const customRoles: readonly (CustomRole & { readonly pulls: readonly Mode[] })[] = (
  [
    ['everything', ['legacy', 'abac'], { actions: ['*'], dataActions: ['*'] }],
    ['everything but writing', ['legacy'], { actions: ['*'], notActions: ['*/write', '*/delete'] }],
    ['all that a registry lets one read', ['legacy'], { actions: ['microsoft.containerregistry/*/READ'] }],
    ['all data but writing', ['abac'], { dataActions: ['*'], notDataActions: ['*/write', '*/delete'] }],
    ['reading of repositories', ['abac'], { dataActions: [`${acr}/repositories/*/read`] }],
    [
      'everything but pulling',
      [],
      { actions: ['*'], notActions: [`${acr}/pull/read`], dataActions: ['*'], notDataActions: [`${acr}/repositories/content/read`] },
    ],
    ['everything but registries', [], { actions: ['*'], notActions: ['Microsoft.ContainerRegistry/*'] }],
    ['content alone', [], { dataActions: [`${acr}/repositories/content/read`] }],
    ['all data but metadata', [], { dataActions: ['*'], notDataActions: ['*/metadata/*'] }],
    ['data actions as actions', [], { actions: [`${acr}/repositories/content/read`, `${acr}/repositories/metadata/read`] }],
    ['actions as data actions', [], { dataActions: [`${acr}/pull/read`] }],
  ] as const
).map(([name, pulls, permissions]) => ({ name, id: guidOf(`custom role: ${name}`), pulls, permissions }));
const customRolesOf = (mode: Mode): string[] => customRoles.filter(({ pulls }) => pulls.includes(mode)).map(({ id }) => id);

/** Roles that let an identity pull, by the mode of the registry. */
const pullRoles: Readonly<Record<Mode, readonly string[]>> = {
  legacy: [...classicRoles, dataImporter, ...customRolesOf('legacy')],
  abac: [...repositoryRoles, dataImporter, ...customRolesOf('abac')],
};
const pullsNowhere = [
  roles.catalogLister.id,
  acrDelete,
  acrImageSigner,
  tasksContributor,
  configurationReader,
  quarantineReader,
  ...customRoles.filter(({ pulls }) => pulls.length === 0).map(({ id }) => id),
];

const prefix = 'Microsoft.ContainerRegistry/registries/repositories';
const repositoryName = `@Request[${prefix}:name]`;

function unless(actions: readonly string[], clause: string): string {
  const outside = actions.map((action) => `!(ActionMatches{'${prefix}/${action}'})`).join(' AND ');
  return `((${outside}) OR (${clause}))`;
}

const guarded = (clause: string): string => unless(['content/read', 'metadata/read'], clause);

/** The part of a name up to its first slash, and the slash; the whole name where it has none. */
function firstPart(repository: string): string {
  const slash = repository.indexOf('/');
  return slash < 0 ? repository : repository.slice(0, slash + 1);
}

/** Conditions that admit a repository. */
const admitting: readonly ((repository: string) => string)[] = [
  (name) => guarded(`${repositoryName} StringEqualsIgnoreCase '${name}'`),
  (name) => guarded(`${repositoryName} StringEqualsIgnoreCase '${name.toUpperCase()}'`),
  (name) => guarded(`${repositoryName} StringEquals '${name}'`),
  (name) => guarded(`${repositoryName} StringStartsWithIgnoreCase '${firstPart(name)}'`),
  (name) => guarded(`${repositoryName} StringStartsWith '${firstPart(name)}'`),
  (name) => guarded(`${repositoryName} StringLike '${name.slice(0, 3)}*'`),
  (name) => guarded(`${repositoryName} ForAnyOfAnyValues:StringEqualsIgnoreCase {'zebra', '${name}'}`),
  (name) => guarded(`${repositoryName} StringStartsWith 'zebra/' OR ${repositoryName} StringEquals '${name}'`),
  (name) => guarded(`@request[${prefix.toLowerCase()}:NAME] stringequals '${name}'`),
  () => guarded(`${repositoryName} StringNotEquals 'zebra'`),
  () => guarded(`NOT (${repositoryName} StringEquals 'zebra')`),
  () => guarded(`Exists ${repositoryName}`),
  () => unless(['content/write', 'metadata/write'], `${repositoryName} StringEquals 'zebra'`),
  () => `(ActionMatches{'Microsoft.ContainerRegistry/*/read'})`,
];

/** Conditions that leave a repository out. */
const excluding: readonly (readonly [name: string, condition: (repository: string) => string])[] = [
  ['another repository', () => guarded(`${repositoryName} StringEqualsIgnoreCase 'zebra'`)],
  ['another prefix', () => guarded(`${repositoryName} StringStartsWithIgnoreCase 'zebra/'`)],
  ['a repository below this one', (name) => guarded(`${repositoryName} StringStartsWith '${name}/'`)],
  ['another case', (name) => guarded(`${repositoryName} StringEquals '${name.toUpperCase()}'`)],
  ['a prefix of another case', (name) => guarded(`${repositoryName} StringStartsWith '${firstPart(name).toUpperCase()}'`)],
  ['another pattern', () => guarded(`${repositoryName} StringLike '*zebra*'`)],
  ['all but this one', (name) => guarded(`${repositoryName} StringNotEquals '${name}'`)],
  ['not this one', (name) => guarded(`!(${repositoryName} StringEqualsIgnoreCase '${name}')`)],
  ['this and another at once', (name) => guarded(`${repositoryName} StringEquals '${name}' AND ${repositoryName} StringEquals 'zebra'`)],
  ['several others', () => guarded(`${repositoryName} ForAnyOfAnyValues:StringEquals {'zebra', 'yak'}`)],
  ['metadata alone', () => unless(['content/read'], `${repositoryName} StringEquals 'zebra'`)],
  ['content alone', () => unless(['metadata/read'], `${repositoryName} StringEquals 'zebra'`)],
  ['another action', () => `ActionMatches{'${prefix}/content/write'}`],
  ['the resource for the request', (name) => guarded(`@Resource[${prefix}:name] StringEquals '${name}'`)],
  ['another attribute', (name) => guarded(`@Request[${prefix}:tag] StringEquals '${name}'`)],
];

function everyGrant(change: (grant: Grant, setting: Setting, random: Random) => void): Variant['shut'] {
  return (setting, random) => {
    for (const grant of setting.grants) change(grant, setting, random);
  };
}

function scope(place: Place): Variant {
  return { name: place, shut: everyGrant((grant) => (grant.place = place)) };
}

function holder(who: Grant['holder']): Variant {
  return { name: who, shut: everyGrant((grant) => (grant.holder = who)) };
}

function image(name: string, written: (parts: ImageParts) => string): Variant {
  return { name, shut: (setting) => (setting.image = written) };
}

/** What a deny assignment may keep from whoever pulls: each alone stops a pull, in either mode. */
const denyingPull: readonly Denial['permissions'][] = [
  { actions: ['*'], dataActions: ['*'] },
  { actions: ['*/read'], dataActions: ['*/read'] },
  { actions: [`${acr}/pull/read`], dataActions: [`${acr}/repositories/content/read`] },
  { actions: ['*'], notActions: ['*/write'], dataActions: ['*'], notDataActions: [`${acr}/repositories/content/*`] },
  { actions: [`${acr}/PULL/*`], dataActions: [`${acr}/repositories/metadata/read`] },
];
/** And what stops no pull. */
const denyingOther: readonly Denial['permissions'][] = [
  { actions: ['*/write', '*/delete'], dataActions: ['*/write', '*/delete'] },
  { actions: ['*'], notActions: ['*/read'], dataActions: ['*'], notDataActions: ['*/read'] },
  { actions: [`${acr}/push/write`], dataActions: [`${acr}/catalog/read`] },
  { actions: [`${acr}/repositories/content/read`], dataActions: [`${acr}/pull/read`] },
];

function denied(name: string, denial: (setting: Setting, random: Random) => Partial<Denial>): Variant {
  return {
    name,
    shut: (setting, random) =>
      setting.denials.push({ whom: 'everybody', place: 'registry', permissions: random.of(denyingPull), ...denial(setting, random) }),
  };
}

/** Deny assignments that let an identity pull all the same. */
function someDenials(random: Random, mode: Mode, repository: string): Denial[] {
  if (random.percent(70)) return [];
  const permissions = random.of(denyingPull);
  const everybody = { whom: 'everybody', place: 'registry', permissions } as const;
  const choices: readonly Denial[] = [
    { ...everybody, permissions: random.of(denyingOther) },
    { ...everybody, except: random.of(['identity', 'group', 'groupOfGroup']) },
    { ...everybody, whom: random.of(['identity', 'group']), except: random.of(['identity', 'groupOfGroup']) },
    { ...everybody, whom: random.of(['otherIdentity', 'otherGroup']) },
    {
      ...everybody,
      place: random.of(['otherRegistry', 'registryNamedAlike', 'otherResourceGroup', 'resourceGroupNamedAlike', 'otherSubscription']),
    },
    { ...everybody, place: random.of(['resourceGroup', 'subscription', 'root']), onlyThere: true },
    mode === 'abac'
      ? { ...everybody, condition: `${repositoryName} StringNotEquals '${repository}'` }
      : { ...everybody, condition: `ActionMatches{'${prefix}/content/write'}` },
  ];
  return [random.of(choices)];
}

/** In the order in which a pull meets them: the reference, the registry, the group's identity, the network, the right, the image. */
export const gates: readonly Gate[] = [
  {
    name: 'reference',
    obstacle: 'malformedReference',
    ways: all,
    variants: [
      image('a scheme', ({ server, repository, tag }) => `https://${server}/${repository}:${tag}`),
      image('upper case', ({ server, repository, tag }) => `${server}/${repository.toUpperCase()}:${tag}`),
      image('a bad tag', ({ server, repository }) => `${server}/${repository}:-1`),
      image('two colons', ({ server, repository, tag }) => `${server}/${repository}:${tag}:${tag}`),
      image('half a digest', ({ server, repository }) => `${server}/${repository}@sha256:0123`),
    ],
  },
  {
    name: 'registry',
    obstacle: 'unknownRegistry',
    ways: all,
    variants: [
      { name: 'gone', shut: (setting) => (setting.registryExists = false) },
      image('a name nobody has', ({ repository, tag }) => `nowhere.azurecr.io/${repository}:${tag}`),
      {
        name: 'the name without its hash',
        shut: (setting) => {
          setting.hashedServer = true;
          setting.image = (parts) => `${parts.name}.azurecr.io/${parts.repository}:${parts.tag}`;
        },
      },
    ],
  },
  {
    name: 'identity attached',
    obstacle: 'identityNotAttached',
    ways: withIdentity,
    variants: [
      { name: 'none', shut: (setting) => (setting.attached = 'none') },
      { name: 'another', shut: (setting) => (setting.attached = 'otherIdentity') },
      { name: 'system-assigned', shut: (setting) => (setting.attached = 'systemAssigned') },
    ],
  },
  {
    name: 'identity exists',
    obstacle: 'identityGone',
    ways: withIdentity,
    variants: [{ name: 'deleted', shut: (setting) => (setting.identityExists = false) }],
  },
  {
    name: 'network',
    obstacle: 'deniedByNetwork',
    ways: all,
    variants: [
      { name: 'no public access, no bypass', shut: restrict('publicNetworkAccess', 'None') },
      { name: 'selected networks, no bypass', shut: restrict('defaultAction', 'None') },
      // Trusted is the service that pulls with an identity, and nobody else.
      { name: 'no public access, trusted services', ways: ['admin', 'anonymous'], shut: restrict('publicNetworkAccess', 'AzureServices') },
      { name: 'selected networks, trusted services', ways: ['admin', 'anonymous'], shut: restrict('defaultAction', 'AzureServices') },
    ],
  },
  {
    name: 'credential',
    obstacle: 'noCredential',
    ways: ['identity', 'admin'],
    variants: [
      { name: 'none', shut: (setting) => (setting.credential = 'none') },
      { name: 'for another registry', shut: (setting) => (setting.credential = 'otherServer') },
    ],
  },
  {
    name: 'anonymous pull',
    obstacle: 'noCredential',
    ways: ['anonymous'],
    variants: [{ name: 'off', shut: (setting) => (setting.anonymousPullEnabled = false) }],
  },
  {
    name: 'admin user',
    obstacle: 'adminUserDisabled',
    ways: withPassword,
    variants: [{ name: 'disabled', shut: (setting) => (setting.adminUserEnabled = false) }],
  },
  {
    name: 'password',
    obstacle: 'wrongPassword',
    ways: withPassword,
    variants: [
      { name: 'wrong', shut: (setting) => (setting.password = 'wrong') },
      { name: "another registry's", shut: (setting) => (setting.password = 'otherRegistrys') },
      { name: 'of another user', shut: (setting) => (setting.userName = 'wrong') },
    ],
  },
  {
    name: 'role',
    obstacle: 'missingRole',
    ways: withIdentity,
    variants: [
      { name: 'none', shut: (setting) => (setting.grants = []) },
      { name: 'one that does not pull', shut: everyGrant((grant, _setting, random) => (grant.roleId = random.of(pullsNowhere))) },
      { name: 'of the other mode: AcrPull', mode: 'abac', shut: everyGrant((grant) => (grant.roleId = acrPull.id)) },
      {
        name: 'of the other mode: Repository Reader',
        mode: 'legacy',
        shut: everyGrant((grant) => (grant.roleId = roles.repositoryReader.id)),
      },
      {
        name: 'of the other mode: any',
        shut: everyGrant((grant, { mode }, random) => (grant.roleId = random.of(mode === 'abac' ? classicRoles : repositoryRoles))),
      },
    ],
  },
  {
    name: 'life of the role',
    obstacle: 'missingRole',
    ways: withIdentity,
    variants: [
      { name: 'assigned a moment ago', shut: everyGrant((grant) => (grant.life = 'late')) },
      { name: 'deleted', shut: everyGrant((grant) => (grant.life = 'deleted')) },
    ],
  },
  {
    name: 'scope of the role',
    obstacle: 'missingRole',
    ways: withIdentity,
    variants: (
      [
        'otherRegistry',
        'registryNamedAlike',
        'otherResourceGroup',
        'resourceGroupNamedAlike',
        'otherSubscription',
        'containerGroup',
      ] as const
    ).map(scope),
  },
  {
    name: 'holder of the role',
    obstacle: 'missingRole',
    ways: withIdentity,
    variants: (['otherIdentity', 'applicationId', 'otherGroup'] as const).map(holder),
  },
  {
    name: 'condition',
    obstacle: 'missingRole',
    ways: withIdentity,
    mode: 'abac',
    variants: [
      ...excluding.map(([name, condition]) => ({
        name,
        shut: everyGrant((grant, { repository }) => {
          grant.condition = condition(repository);
          delete grant.conditionBefore;
        }),
      })),
      {
        name: 'widened a moment ago',
        shut: everyGrant((grant) => (grant.conditionBefore = { condition: guarded(`${repositoryName} StringEquals 'zebra'`) })),
      },
    ],
  },
  {
    name: 'not denied',
    obstacle: 'missingRole',
    ways: withIdentity,
    variants: [
      denied('to everybody', () => ({})),
      ...(['identity', 'group', 'groupOfGroup'] satisfies Holder[]).map((whom) => denied(`to ${whom}`, () => ({ whom }))),
      denied('to everybody but others', (_setting, random) => ({ except: random.of(['otherIdentity', 'otherGroup']) })),
      ...(['resourceGroup', 'subscription', 'root'] satisfies Place[]).map((place) => denied(`in the ${place}`, () => ({ place }))),
      denied('at the registry alone', () => ({ onlyThere: true })),
      denied('where a condition holds', ({ mode, repository }) => ({
        permissions: { actions: ['*'], dataActions: ['*'] },
        condition: mode === 'abac' ? `${repositoryName} StringEquals '${repository}'` : `ActionMatches{'${acr}/pull/read'}`,
      })),
    ],
  },
  {
    name: 'repository',
    obstacle: 'noSuchRepository',
    ways: all,
    variants: [{ name: 'missing', shut: (setting) => (setting.repositoryExists = false) }],
  },
  {
    name: 'tag',
    obstacle: 'noSuchTag',
    ways: all,
    variants: [{ name: 'missing', shut: (setting) => (setting.tagExists = false) }],
  },
  {
    name: 'platform',
    obstacle: 'noFittingPlatform',
    ways: all,
    variants: [
      { name: 'ARM alone', shut: (setting) => (setting.platforms = ['linux/arm64']) },
      {
        name: 'another operating system',
        shut: (setting) => (setting.platforms = setting.osType === 'Linux' ? ['windows/amd64'] : ['linux/arm64', 'linux/amd64']),
      },
    ],
  },
];

function restrict(by: 'publicNetworkAccess' | 'defaultAction', networkRuleBypass: 'None' | 'AzureServices'): Variant['shut'] {
  return (setting) => {
    setting.sku = 'Premium';
    setting.network = {
      ...open,
      networkRuleBypass,
      ...(by === 'publicNetworkAccess' ? { publicNetworkAccess: 'Disabled' } : { defaultAction: 'Deny' }),
      // The address of the person at the sandbox, not that of the service.
      ipRules: ['203.0.113.5'],
    };
  };
}

const open: Setting['network'] = {
  publicNetworkAccess: 'Enabled',
  defaultAction: 'Allow',
  networkRuleBypass: 'AzureServices',
  ipRules: [],
};

/** A setting in which every gate is open, and what does not matter is as chance has it. */
export function openSetting(random: Random, way: Way, mode: Mode): Setting {
  const repository = random.of(['web/app', 'team-a/api', 'backend/orders/v2', 'hello-world', 'a/b_c/d-e']);
  const osType = random.percent(85) ? 'Linux' : 'Windows';
  const fitting = osType === 'Linux' ? (['linux/amd64'] as const) : (['windows/amd64'] as const);
  const setting: Setting = {
    way,
    mode,
    sku: way === 'anonymous' ? random.of(['Standard', 'Premium']) : random.of(['Basic', 'Standard', 'Premium']),
    network: open,
    // With an identity neither matters, so that they may be either.
    adminUserEnabled: way === 'admin' || random.percent(30),
    anonymousPullEnabled: way === 'anonymous',
    hashedServer: random.percent(20),
    registryExists: true,
    repository,
    repositoryExists: true,
    tag: random.of(['1', 'latest', 'v1.2.3', '2026-05-31']),
    tagExists: true,
    platforms: random.percent(30) ? ['linux/arm64', ...fitting] : fitting,
    osType,
    identityExists: true,
    attached: way === 'identity' ? random.of(['identity', 'identity', 'identityInUpperCase']) : 'none',
    credential: 'right',
    password: random.of(['first', 'second']),
    userName: 'right',
    grants: grantsIn(random, mode, repository),
    denials: someDenials(random, mode, repository),
    customRoles,
    image: writtenSomehow(random),
  };
  if (way === 'identity' && random.percent(25)) {
    restrict(random.of(['publicNetworkAccess', 'defaultAction']), 'AzureServices')(setting, random);
  }
  return setting;
}

function writtenSomehow(random: Random): Setting['image'] {
  return random.of<Setting['image']>([
    ({ server, repository, tag }) => `${server}/${repository}:${tag}`,
    ({ server, repository, tag }) => `${server}/${repository}${tag === 'latest' ? '' : `:${tag}`}`,
    ({ server, repository, tag }) => `${server.toUpperCase()}/${repository}:${tag}`,
    ({ server, repository, digest }) => `${server}/${repository}@${digest}`,
  ]);
}

function grantsIn(random: Random, mode: Mode, repository: string): Grant[] {
  const grant: Grant = {
    roleId: random.of(pullRoles[mode]),
    place: random.of(['registry', 'registry', 'resourceGroup', 'subscription', 'root']),
    holder: random.of(['identity', 'identity', 'identity', 'group', 'groupOfGroup']),
    life: random.percent(8) ? 'fading' : 'inForce',
    upperCase: random.percent(15),
  };
  if (mode === 'legacy') {
    // A condition that speaks of other actions only, which leaves a role without data actions as it is.
    if (random.percent(10)) grant.condition = guarded(`${repositoryName} StringEquals 'zebra'`);
    return [grant];
  }
  if (random.percent(8)) {
    // Each lets one of two actions through: nothing says that one assignment must let both.
    const half = (action: string) => unless([action], `${repositoryName} StringEquals 'zebra'`);
    const [first, second] = [half('content/read'), half('metadata/read')];
    return [
      { ...grant, place: 'registry', condition: first },
      { ...grant, place: 'resourceGroup', condition: second },
    ];
  }
  if (random.percent(60)) grant.condition = random.of(admitting)(repository);
  // Narrowed a moment ago: services go by what was before.
  if (random.percent(5)) {
    grant.conditionBefore = {};
    grant.condition = guarded(`${repositoryName} StringEquals 'zebra'`);
  }
  return [grant];
}

export interface Shut {
  readonly gate: Gate;
  readonly variant: Variant;
}

/** What the table says of the gates that are shut: which comes first, and what Azure answers to a PUT. */
export function expected(
  shut: readonly Shut[],
  { way, network, platforms, osType }: Setting,
): { readonly obstacle: PullObstacle | undefined; readonly answer: string } {
  const isShut = (name: string) => shut.some(({ gate }) => gate.name === name);
  const bears = ({ gate, variant }: Shut, on: Way) => (variant.ways ?? gate.ways).includes(on);
  // Whoever has no credential for the registry asks as nobody does: from outside, and without rights.
  const lost = way !== 'anonymous' && isShut('credential');
  const asks = lost ? 'anonymous' : way;
  const met = gates.filter(
    (gate) =>
      shut.some((one) => one.gate === gate && bears(one, gate.name === 'credential' ? way : asks)) ||
      (lost && gate.name === 'network' && network !== open),
  );
  const obstacle = met[0]?.obstacle;
  // Resource Manager asks first whether the identities that a group carries are there to be assigned; then the request is looked at; only
  // then is anything pulled.
  if (way === 'identity' && isShut('identity exists') && !isShut('identity attached'))
    return { obstacle, answer: '403 LinkedAuthorizationFailed' };
  const named = !shut.some(({ gate, variant }) => gate.name === 'credential' && variant.name === 'none');
  if (way === 'identity' && named && isShut('identity attached')) return { obstacle, answer: '400 InvalidImageRegistryIdentity' };
  const isOtherSystem = obstacle === 'noFittingPlatform' && platforms.every((one) => !one.startsWith(`${osType.toLowerCase()}/`));
  if (isOtherSystem) return { obstacle, answer: '400 ImageOsTypeNotMatchContainerGroup' };
  return { obstacle, answer: obstacle === undefined ? '201 ' : '400 InaccessibleImage' };
}

/** What the event says, by family, as Azure's registries word it. */
export const eventFamilies: Readonly<Record<PullObstacle, RegExp>> = {
  malformedReference: /invalid reference format/,
  unknownRegistry: /no such host/,
  noCredential: /unauthorized: authentication required/,
  identityNotAttached: /unauthorized: authentication required/,
  identityGone: /unauthorized: authentication required/,
  missingRole: /unauthorized: authentication required/,
  adminUserDisabled: /unauthorized: authentication required/,
  wrongPassword: /unauthorized: authentication required/,
  deniedByNetwork: /denied: client with IP '[\d.]+' is not allowed access/,
  noSuchRepository: /not found/,
  noSuchTag: /not found/,
  noFittingPlatform: /no matching manifest/,
};
