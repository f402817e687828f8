/** Rules about the group's address and its subnet. */
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Edit } from '../../model/finding';
import { message } from '../../model/message';
import { isObject } from '../properties/canonical';
import { sources } from '../properties/sources';
import type { Findings } from './findings';
import { added, removed, setTo } from './findings';
import { isGap } from './gaps';

const maxPorts = 5;
const path = ['properties', 'ipAddress'] as const;

export function checkAddress({ properties }: ContainerGroupDefinition, findings: Findings): void {
  const address: unknown = properties.ipAddress;
  if (!isObject(address)) return;
  const inSubnet = isGiven(properties['subnetIds']) || properties['networkProfile'] !== undefined;
  const hasContainers = Array.isArray(properties.containers) && properties.containers.length > 0;
  checkPorts(address, portsOf(properties.containers), hasContainers, findings);
  const type = typeof address['type'] === 'string' ? address['type'].toLowerCase() : '';
  const at = [...path, 'type'];
  if (address['type'] === undefined || address['type'] === null) {
    const fix = added(at, inSubnet ? 'Private' : 'Public');
    findings.add('error', 'InvalidRequestContent', path, message('definition.addressType'), { source: sources.template, fix });
  } else if (type === 'private' && !inSubnet) {
    // Quoted: “Private IP address is only supported when network profile is defined.”
    findings.add('error', 'PrivateIPAddressNotSupported', at, message('definition.privateWithoutSubnet'), {
      source: sources.network,
      fix: setTo(at, 'Public'),
    });
  } else if (type === 'public' && inSubnet) {
    findings.add('warning', 'PublicAddressInSubnet', at, message('definition.publicInSubnet'), {
      source: sources.network,
      fix: setTo(at, 'Private'),
    });
  }
  const label = address['dnsNameLabel'];
  if (type === 'private' && typeof label === 'string' && !isGap(label)) {
    const text = message('definition.labelWithoutPublic', { label });
    findings.add('warning', 'LabelWithoutPublicAddress', [...path, 'dnsNameLabel'], text, {
      source: sources.network,
      fix: removed([...path, 'dnsNameLabel']),
    });
  }
}

function checkPorts(address: Record<string, unknown>, open: readonly unknown[], hasContainers: boolean, findings: Findings): void {
  const given = address['ports'];
  const ports: readonly unknown[] = Array.isArray(given) ? given : [];
  if (ports.length === 0 && (given === undefined || given === null || Array.isArray(given))) {
    const all = [...new Set(open.filter((port) => typeof port === 'number'))].slice(0, maxPorts).map((port) => ({ port }));
    const edit: Edit = { kind: 'set', path: [...path, 'ports'], value: all };
    const title = message('fix.addProperty', { property: 'ports', value: all.map(({ port }) => port).join(', ') });
    findings.add('error', 'MissingIpAddressPorts', [...path, 'ports'], message('deploy.addressPorts'), {
      fix: all.length > 0 ? { title, edits: [edit] } : undefined,
    });
  }
  if (ports.length > maxPorts) {
    const text = message('deploy.tooManyPorts', { count: ports.length, limit: maxPorts });
    findings.add('warning', 'TooManyPorts', [...path, 'ports'], text, { source: sources.quotas });
  }
  // There is no port mapping: the public port is a container's own.
  ports.forEach((entry, index) => {
    const port = isObject(entry) ? entry['port'] : undefined;
    if (typeof port !== 'number' || !hasContainers || open.includes(port) || open.some(isGap)) return;
    const text = message('deploy.portOfNoContainer', { port });
    findings.add('warning', 'PortOfNoContainer', [...path, 'ports', index, 'port'], text, { source: sources.groups });
  });
}

function portsOf(containers: unknown): readonly unknown[] {
  if (!Array.isArray(containers)) return [];
  return (containers as unknown[]).flatMap((container) => {
    const properties = isObject(container) ? container['properties'] : undefined;
    const ports = isObject(properties) ? properties['ports'] : undefined;
    return Array.isArray(ports) ? (ports as unknown[]).map((entry) => (isObject(entry) ? entry['port'] : entry)) : [];
  });
}

function isGiven(list: unknown): boolean {
  return Array.isArray(list) ? list.length > 0 : list !== undefined && list !== null;
}
