import { AppError } from '../model/appError';
import { message } from '../model/message';
import { parseResourceId, sameId } from '../model/resourceId';
import type { Subnet } from '../model/subnet';
import { isDelegatedTo } from '../model/subnet';
import { itemsOfList, sendToArm } from './armRequest';
import type { Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { present } from './present';

const apiVersion = '2024-05-01';

export function networks(clients: Clients): Azure['networks'] {
  const read = async (id: string, subscriptionId: string, signal: AbortSignal | undefined): Promise<unknown> =>
    unlessAbsent(
      call(signal, () => sendToArm(clients, { subscriptionId, method: 'GET', path: id, apiVersion }, signal)),
      'ResourceNotFound',
      'NotFound',
      'ResourceGroupNotFound',
    );
  return {
    async subnet(id, signal) {
      const { networkId, subscriptionId } = namesOf(id);
      // Of the region only the network tells.
      const network = (await read(networkId, subscriptionId, signal)) as WireNetwork | undefined;
      return network && subnetsOf(network).find((subnet) => sameId(subnet.id, id));
    },
    async usage(subnetId, signal) {
      const { networkId, subscriptionId } = namesOf(subnetId);
      const path = `${networkId}/usages`;
      const usages = await collect(
        signal,
        () => itemsOfList(clients, { subscriptionId, path, apiVersion }, signal),
        (each) => each as WireUsage,
      );
      const found = usages.find(({ id = '' }) => sameId(id, subnetId));
      const { currentValue: used = -1, limit: size = -1 } = found ?? {};
      return used < 0 || size < 0 ? undefined : { used, size };
    },
    async subnets(subscriptionId, signal) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Network/virtualNetworks`;
      const found = await collect(
        signal,
        () => itemsOfList(clients, { subscriptionId, path, apiVersion }, signal),
        (network) => subnetsOf(network as WireNetwork),
      );
      return found.flat();
    },
    async delegateSubnet(id, service, signal) {
      const { subscriptionId } = namesOf(id);
      const request = { subscriptionId, path: id, apiVersion };
      const subnet = (await call(signal, () => sendToArm(clients, { ...request, method: 'GET' }, signal))) as WireSubnet;
      const properties = { ...subnet.properties, provisioningState: undefined };
      const delegations = properties.delegations ?? [];
      if (isDelegatedTo({ delegations: servicesOf(delegations) }, service)) return;
      const body = {
        properties: {
          ...properties,
          delegations: [...delegations, { name: service.replaceAll('/', '.'), properties: { serviceName: service } }],
        },
      };
      // A PUT replaces the whole subnet: it must be the one that was read.
      const headers = subnet.etag === undefined ? {} : { 'if-match': subnet.etag };
      await call(signal, () => sendToArm(clients, { ...request, method: 'PUT', body, headers }, signal));
    },
  };
}

function namesOf(id: string): { subscriptionId: string; networkId: string } {
  const parsed = parseResourceId(id);
  const networkId = id.split(/\/subnets\//i)[0] ?? '';
  if (parsed?.type.toLowerCase() === 'microsoft.network/virtualnetworks/subnets') {
    return { subscriptionId: parsed.subscriptionId, networkId };
  }
  throw new AppError('InvalidResourceId', message('error.invalidResourceId', { id }));
}

interface WireDelegation {
  readonly properties?: { readonly serviceName?: string };
}

interface WireUsage {
  /** The subnet's. */
  readonly id?: string;
  readonly currentValue?: number;
  readonly limit?: number;
}

interface WireSubnet {
  readonly id?: string;
  readonly name?: string;
  readonly etag?: string;
  readonly properties?: {
    readonly provisioningState?: string;
    readonly addressPrefix?: string;
    readonly addressPrefixes?: readonly string[];
    readonly delegations?: readonly WireDelegation[];
    readonly natGateway?: { readonly id?: string };
  };
}

interface WireNetwork {
  readonly id?: string;
  readonly location?: string;
  readonly properties?: { readonly subnets?: readonly WireSubnet[] };
}

function servicesOf(delegations: readonly WireDelegation[]): string[] {
  return delegations.flatMap(({ properties }) => properties?.serviceName ?? []);
}

function subnetsOf({ id: networkId = '', location = '', properties: ofNetwork }: WireNetwork): Subnet[] {
  return (ofNetwork?.subnets ?? []).map(({ id = '', name = '', properties = {} }) => {
    const { addressPrefix, addressPrefixes, delegations = [], natGateway, provisioningState = '' } = properties;
    return {
      id,
      name,
      networkId,
      location,
      addressPrefixes: addressPrefixes ?? (addressPrefix === undefined ? [] : [addressPrefix]),
      delegations: servicesOf(delegations),
      ...present({ natGateway: natGateway?.id }),
      provisioningState,
    };
  });
}
