import type { Container, ContainerGroupDefinition } from '../../model/containerGroup';
import { addContainerGroup, liveUntil } from '../containerGroupBuild';
import { beginStart, stop } from '../containerGroupLife';
import { newGuid } from '../ids';
import { adminPasswords } from '../adminUser';
import type { SandboxIdentity, SandboxRegistry } from '../world';
import type { Contoso } from './contoso';
import type { ContosoIdentities } from './contosoIdentities';
import type { ContosoRegistries } from './contosoRegistries';

const day = 86_400_000;
const hour = 3_600_000;
const minute = 60_000;

interface Pulling {
  readonly registry: SandboxRegistry;
  readonly identity: SandboxIdentity;
}

/** Container groups in every state, in the order in which they came about. */
export function addContosoGroups(
  { world, start, production }: Contoso,
  registries: ContosoRegistries,
  identities: ContosoIdentities,
): void {
  const { classic, abac, vault, labelled } = registries;
  const add = (resourceGroup: string, name: string, at: number, definition: ContainerGroupDefinition) => {
    liveUntil(world, at);
    return addContainerGroup(world, { subscriptionId: production, resourceGroup, name, at, definition });
  };
  const withPassword = (definition: ContainerGroupDefinition, registry: SandboxRegistry) => {
    const credential = { server: registry.loginServer, username: registry.name, password: adminPasswords(registry)[0] };
    return { ...definition, properties: { ...definition.properties, imageRegistryCredentials: [credential] } };
  };

  add(
    'rg-payments',
    'ledger',
    start - 44 * day,
    group(
      [container('ledger', vault, 'payments/ledger:7.0', 8080)],
      { registry: vault, identity: identities.payments },
      'Always',
      'northeurope',
    ),
  );
  const imports = add(
    'rg-web',
    'invoice-import',
    start - 35 * day,
    group([container('import', classic, 'jobs/invoice-import:1.0')], { registry: classic, identity: identities.platform }),
  );
  add(
    'rg-web',
    'orders-worker',
    start - 30 * day,
    group([container('orders', abac, 'team-a/orders:5.0')], { registry: abac, identity: identities.teamA }),
  );
  const reports = add(
    'rg-web',
    'weekly-report',
    start - 19 * day,
    group([container('report', classic, 'web/admin:3.1', 8080)], { registry: classic, identity: identities.reporting }),
  );
  add('rg-web', 'admin', start - 10 * day, withPassword(group([container('admin', classic, 'web/admin:3.2', 80)]), classic));
  const old = add(
    'rg-web',
    'storefront-preview',
    start - 9 * day,
    group([container('storefront', classic, 'web/storefront:1.5.0', 80)], { registry: classic, identity: identities.web }),
  );
  add(
    'rg-web',
    'landing',
    start - 8 * day,
    publicly(
      group([container('landing', labelled, 'web/landing:1.0', 80)], { registry: labelled, identity: identities.web }),
      'contoso-landing',
    ),
  );
  const sidecar = { ...container('sidecar', undefined, 'mcr.microsoft.com/azuredocs/aci-tutorial-sidecar:latest') };
  add(
    'rg-web',
    'storefront',
    start - 5 * day,
    publicly(
      group([container('storefront', classic, 'web/storefront:1.6.2', 80), sidecar], { registry: classic, identity: identities.web }),
      'contoso-storefront',
    ),
  );
  liveUntil(world, start - 3 * day);
  stop(world, old, start - 3 * day);
  const role = identities.reportingRole;
  Object.assign(role, { deletedAt: start - 2 * day, ineffectiveAt: start - 2 * day + world.propagationMs });
  // Nobody asks for 1.0 any more, it was thought, when old tags were tidied up.
  delete classic.repositories['jobs/invoice-import']?.tags['1.0'];
  add(
    'rg-payments',
    'payments-api',
    start - 26 * hour,
    group(
      [container('api', classic, 'payments/api:2.3.0', 8080)],
      { registry: classic, identity: identities.payments },
      'Always',
      'northeurope',
    ),
  );
  add(
    'rg-web',
    'nightly-report',
    start - 14 * hour,
    group([container('report', classic, 'jobs/nightly-report:2.1')], { registry: classic, identity: identities.web }, 'Never'),
  );
  add(
    'rg-web',
    'nightly-report-old',
    start - 13 * hour,
    group([container('report', classic, 'jobs/nightly-report:2.0')], { registry: classic, identity: identities.web }, 'Never'),
  );
  liveUntil(world, start - 5 * hour);
  beginStart(world, reports, start - 5 * hour, newGuid(world));
  liveUntil(world, start - 12 * minute);
  beginStart(world, imports, start - 12 * minute, newGuid(world));
  liveUntil(world, start);
}

function container(name: string, registry: SandboxRegistry | undefined, image: string, port?: number): Container {
  return {
    name,
    properties: {
      image: registry ? `${registry.loginServer}/${image}` : image,
      ...(port === undefined ? {} : { ports: [{ port, protocol: 'TCP' }] }),
      resources: { requests: { cpu: 0.5, memoryInGB: 1 } },
    },
  };
}

function group(containers: Container[], pulling?: Pulling, restartPolicy = 'Always', location = 'westeurope'): ContainerGroupDefinition {
  const id = pulling?.identity.id;
  return {
    location,
    ...(id === undefined ? {} : { identity: { type: 'UserAssigned', userAssignedIdentities: { [id]: {} } } }),
    properties: {
      containers,
      osType: 'Linux',
      restartPolicy,
      ...(pulling ? { imageRegistryCredentials: [{ server: pulling.registry.loginServer, identity: pulling.identity.id }] } : {}),
    },
  };
}

function publicly(definition: ContainerGroupDefinition, dnsNameLabel: string): ContainerGroupDefinition {
  const ports = definition.properties.containers.flatMap((each) => each.properties.ports ?? []);
  return { ...definition, properties: { ...definition.properties, ipAddress: { type: 'Public', ports, dnsNameLabel } } };
}
