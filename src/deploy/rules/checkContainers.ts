/** Rules that tie a container's properties together, beside the table's for each by itself. */
import type { Container, ContainerGroupDefinition } from '../../model/containerGroup';
import type { Fix, Path } from '../../model/finding';
import { message } from '../../model/message';
import { isObject } from '../properties/canonical';
import { sources } from '../properties/sources';
import type { Findings } from './findings';
import { removed, setTo } from './findings';
import { isGap } from './gaps';

const maxContainers = 60;

export function checkContainers(definition: ContainerGroupDefinition, findings: Findings): void {
  const { properties } = definition;
  // A group made from a profile has its containers from there.
  const isMadeFromProfile = properties['containerGroupProfile'] !== undefined;
  const containers = objectsIn(properties.containers, ['properties', 'containers']);
  const init = objectsIn(properties['initContainers'], ['properties', 'initContainers']);
  if (containers.length === 0 && !isMadeFromProfile && (properties.containers === undefined || Array.isArray(properties.containers))) {
    findings.add('error', 'ContainersRequired', ['properties', 'containers'], message('deploy.noContainers'));
  }
  const count = containers.length + init.length;
  if (count > maxContainers) {
    const text = message('deploy.tooManyContainers', { count, limit: maxContainers });
    findings.add('warning', 'TooManyContainers', ['properties', 'containers'], text, { source: sources.quotas });
  }
  containers.forEach(([container, path]) => {
    checkOne(container, path, isMadeFromProfile, findings);
    if (!isMadeFromProfile) checkRequests(container, path, findings);
  });
  init.forEach(([container, path]) => checkOne(container, path, false, findings));
  checkNames([...containers, ...init], findings);
  checkTotals(containers, findings);
}

type Placed = readonly [container: Container, path: Path];

function objectsIn(list: unknown, path: Path): readonly Placed[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => (isObject(item) ? [[item as unknown as Container, [...path, index]] as const] : []));
}

function checkOne(container: Container, path: Path, isMadeFromProfile: boolean, findings: Findings): void {
  const name = typeof container.name === 'string' ? container.name : '';
  if (container.name === undefined || container.name === null) {
    findings.add('error', 'InvalidContainerName', [...path, 'name'], message('deploy.containerName', { name }));
  }
  const properties: Partial<Container['properties']> = isObject(container.properties) ? container.properties : {};
  if ((properties.image === undefined || properties.image === null || properties.image === '') && !isMadeFromProfile) {
    findings.add('error', 'ImageRequired', [...path, 'properties', 'image'], message('deploy.imageMissing', { container: name }));
  }
  const variables: readonly unknown[] = Array.isArray(properties.environmentVariables) ? properties.environmentVariables : [];
  variables.forEach((variable, index) => {
    if (!isObject(variable) || variable['value'] === undefined || variable['secureValue'] === undefined) return;
    const at = [...path, 'properties', 'environmentVariables', index, 'value'];
    const text = message('definition.twoValues', { name: String(variable['name']) });
    findings.add('warning', 'TwoValues', at, text, { source: sources.variables, fix: removed(at) });
  });
  for (const kind of ['livenessProbe', 'readinessProbe']) {
    const probe = properties[kind];
    if (!isObject(probe) || (probe['exec'] === undefined) !== (probe['httpGet'] === undefined)) continue;
    findings.add('warning', 'ProbeKind', [...path, 'properties', kind], message('definition.probeKind'), { source: sources.probes });
  }
}

const amounts = ['cpu', 'memoryInGB'] as const;
const usual = { cpu: 1, memoryInGB: 1.5 } as const;

function checkRequests(container: Container, path: Path, findings: Findings): void {
  const name = String(container.name ?? '');
  const resources: unknown = isObject(container.properties) ? container.properties.resources : undefined;
  const at = [...path, 'properties', 'resources'];
  const requests = isObject(resources) ? resources['requests'] : undefined;
  const missing = amounts.filter((property) => !isObject(requests) || requests[property] === undefined || requests[property] === null);
  if (isGap(resources) || isGap(requests)) return;
  if (missing.length === amounts.length) {
    const fix = ask([...at, 'requests'], usual, `cpu ${usual.cpu}, memoryInGB ${usual.memoryInGB}`);
    const text = message('deploy.resourcesMissing', { container: name });
    findings.add('error', 'ResourceRequestsNotSpecified', at, text, { source: sources.troubleshooting, fix });
    return;
  }
  for (const property of missing) {
    const place = [...at, 'requests', property];
    const text = message('deploy.resourceMissing', { property, container: name });
    const fix = ask(place, usual[property], String(usual[property]));
    findings.add('error', 'ResourceSomeRequestsNotSpecified', place, text, { source: sources.troubleshooting, fix });
  }
}

function ask(path: Path, value: unknown, inWords: string): Fix {
  return { title: message('fix.addProperty', { property: String(path.at(-1)), value: inWords }), edits: [{ kind: 'set', path, value }] };
}

function checkNames(containers: readonly Placed[], findings: Findings): void {
  const seen = new Set<string>();
  for (const [{ name }, path] of containers) {
    if (typeof name !== 'string') continue;
    if (seen.has(name)) findings.add('error', 'DuplicateContainerName', [...path, 'name'], message('deploy.duplicateName', { name }));
    seen.add(name);
  }
}

/** What a group asks for in all: limits are measured by it. */
function checkTotals(containers: readonly Placed[], findings: Findings): void {
  for (const property of amounts) {
    const requests = containers.map(([container]) => amountOf(container, 'requests', property));
    if (requests.length === 0 || requests.some((amount) => amount === undefined || !(amount > 0))) continue;
    const total = Number(requests.reduce<number>((sum, amount) => sum + (amount ?? 0), 0).toFixed(3));
    for (const [container, path] of containers) {
      const limit = amountOf(container, 'limits', property);
      if (limit === undefined || limit <= total) continue;
      const at = [...path, 'properties', 'resources', 'limits', property];
      const text = message('definition.limitAboveTotal', { property, limit, total, container: String(container.name) });
      findings.add('error', 'ContainerLimitGreaterThanContainerGroupTotalRequest', at, text, { fix: setTo(at, total) });
    }
    const [first] = containers;
    if (total < 1 && first) {
      const at = [...first[1], 'properties', 'resources', 'requests', property];
      const enough = Number(((requests[0] ?? 0) + 1 - total).toFixed(3));
      const text = message('definition.smallGroup', { property, total });
      findings.add('warning', 'SmallGroup', at, text, { source: sources.quotas, fix: setTo(at, enough) });
    }
  }
}

function amountOf(container: Container, kind: 'requests' | 'limits', property: (typeof amounts)[number]): number | undefined {
  const resources: unknown = isObject(container.properties) ? container.properties.resources : undefined;
  const part = isObject(resources) ? resources[kind] : undefined;
  const value = isObject(part) ? part[property] : undefined;
  return typeof value === 'number' ? value : undefined;
}
