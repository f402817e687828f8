/** Rows of containers and init containers. */
import { parseImageReference } from '../../model/imageReference';
import { message } from '../../model/message';
import { checkGroupName, mendedName, mendedVariableName } from '../names';
import type { Property, Rule } from './property';
import { sources } from './sources';

/** Text quoted in issues: a name that breaks it is refused. */
export const containerName: Rule = {
  code: 'InvalidContainerName',
  severity: 'error',
  source: sources.naming,
  broken: (name) => (checkGroupName(String(name)) ? message('deploy.containerName', { name: String(name) }) : undefined),
  mended: (name) => mendedName(String(name)),
};

const image: readonly Rule[] = [
  {
    code: 'InaccessibleImage',
    severity: 'error',
    source: sources.troubleshooting,
    broken: (value) => (/^[a-z]+:\/\//i.test(String(value)) ? message('deploy.imageScheme', { image: String(value) }) : undefined),
    mended: (value) => String(value).replace(/^[a-z]+:\/\//i, ''),
  },
  {
    code: 'InaccessibleImage',
    severity: 'error',
    source: sources.troubleshooting,
    broken: (value) =>
      value !== '' && !parseImageReference(String(value)) ? message('deploy.imageMalformed', { image: String(value) }) : undefined,
    mended: (value) => {
      const lower = String(value).replace(/^[^:@]*/, (repository) => repository.toLowerCase());
      return parseImageReference(lower) ? lower : undefined;
    },
  },
];

const variableName: readonly Rule[] = [
  {
    // Quoted: InvalidContainerEnvironmentVariable, “must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'”.
    code: 'InvalidContainerEnvironmentVariable',
    severity: 'error',
    source: sources.naming,
    broken: (name) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(String(name)) ? undefined : message('definition.variableName', { name: String(name) }),
    mended: (name) => mendedVariableName(String(name)),
  },
  {
    code: 'EnvironmentVariableName',
    severity: 'warning',
    source: sources.naming,
    broken: (name) => (String(name).length > 63 ? message('deploy.variableName', { name: String(name) }) : undefined),
  },
];

/** Ports that the service keeps for itself, by its documentation; 22 is on that list and yet works in Microsoft's own samples. */
const reservedPorts: readonly (readonly [from: number, to: number])[] = [
  [22, 22],
  [1025, 1027],
  [3389, 3399],
  [9999, 9999],
  [19000, 19000],
  [19080, 19080],
  [19100, 19100],
  [19390, 19390],
  [20000, 30000],
  [49152, 65534],
];

export function isReservedPort(port: number): boolean {
  return reservedPorts.some(([from, to]) => port >= from && port <= to);
}

const portRules: readonly Rule[] = [
  {
    // A port has 16 bits: nobody can open another.
    code: 'InvalidPort',
    severity: 'error',
    broken: (port) =>
      Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65535
        ? undefined
        : message('deploy.port', { port: JSON.stringify(port) }),
  },
  {
    code: 'ReservedPort',
    severity: 'warning',
    source: sources.faq,
    broken: (port) => (isReservedPort(Number(port)) ? message('deploy.portReserved', { port: String(port) }) : undefined),
  },
];

export const portRows: readonly Property[] = [
  { name: 'port', type: 'integer', says: 'property.port', min: 1, max: 65535, rules: portRules },
  { name: 'protocol', type: 'text', says: 'property.protocol', values: ['TCP', 'UDP'] },
];

/** The service answers a request for nothing as one that is missing; beyond the usual a region may or may not have room. */
function amount(name: 'cpu' | 'memoryInGB', usual: number): Property {
  const rules: readonly Rule[] = [
    {
      code: 'InvalidResourceRequest',
      severity: 'error',
      source: sources.troubleshooting,
      broken: (value) =>
        Number(value) > 0 ? undefined : message('deploy.resourceNotPositive', { property: name, value: JSON.stringify(value) }),
    },
    {
      code: 'BigContainerGroup',
      severity: 'warning',
      source: sources.quotas,
      broken: (value) =>
        Number(value) > usual ? message('deploy.resourceLarge', { property: name, value: String(value), usual }) : undefined,
    },
  ];
  return { name, type: 'number', says: `property.${name}`, min: 0, rules };
}

const amounts: readonly Property[] = [
  amount('cpu', 4),
  amount('memoryInGB', 16),
  {
    name: 'gpu',
    type: 'object',
    says: 'property.gpu',
    members: [
      { name: 'count', type: 'integer', says: 'property.gpu.count' },
      { name: 'sku', type: 'text', says: 'property.gpu.sku', values: ['K80', 'P100', 'V100'] },
    ],
  },
];

const probe: readonly Property[] = [
  {
    name: 'exec',
    type: 'object',
    says: 'property.probe.exec',
    members: [{ name: 'command', type: 'list', says: 'property.command' }],
  },
  {
    name: 'httpGet',
    type: 'object',
    says: 'property.probe.httpGet',
    members: [
      { name: 'path', type: 'text', says: 'property.probe.path' },
      { name: 'port', type: 'integer', says: 'property.port', min: 1, max: 65535 },
      { name: 'scheme', type: 'text', says: 'property.probe.scheme', values: ['http', 'https'] },
      {
        name: 'httpHeaders',
        type: 'list',
        says: 'property.probe.httpHeaders',
        members: [
          { name: 'name', type: 'text', says: 'property.probe.header.name' },
          { name: 'value', type: 'text', says: 'property.probe.header.value' },
        ],
      },
    ],
  },
  { name: 'initialDelaySeconds', type: 'integer', says: 'property.probe.initialDelaySeconds' },
  { name: 'periodSeconds', type: 'integer', says: 'property.probe.periodSeconds' },
  { name: 'failureThreshold', type: 'integer', says: 'property.probe.failureThreshold' },
  { name: 'successThreshold', type: 'integer', says: 'property.probe.successThreshold' },
  { name: 'timeoutSeconds', type: 'integer', says: 'property.probe.timeoutSeconds' },
];

const common: readonly Property[] = [
  { name: 'image', type: 'text', says: 'property.image', rules: image },
  { name: 'command', type: 'list', says: 'property.command' },
  {
    name: 'environmentVariables',
    type: 'list',
    says: 'property.environmentVariables',
    members: [
      { name: 'name', type: 'text', says: 'property.variable.name', rules: variableName },
      { name: 'value', type: 'text', says: 'property.variable.value' },
      { name: 'secureValue', type: 'text', says: 'property.variable.secureValue' },
      { name: 'secureValueReference', type: 'text', says: 'property.variable.secureValueReference', since: '2025-09-01' },
    ],
  },
  {
    name: 'volumeMounts',
    type: 'list',
    says: 'property.volumeMounts',
    members: [
      { name: 'name', type: 'text', says: 'property.mount.name' },
      {
        name: 'mountPath',
        type: 'text',
        says: 'property.mount.mountPath',
        rules: [
          {
            code: 'MountPathColon',
            severity: 'warning',
            source: sources.template,
            broken: (path) => (String(path).includes(':') ? message('definition.mountPath', { path: String(path) }) : undefined),
          },
        ],
      },
      { name: 'readOnly', type: 'boolean', says: 'property.mount.readOnly' },
    ],
  },
  {
    name: 'securityContext',
    type: 'object',
    says: 'property.securityContext',
    since: '2023-05-01',
    members: [
      { name: 'privileged', type: 'boolean', says: 'property.securityContext.privileged' },
      { name: 'allowPrivilegeEscalation', type: 'boolean', says: 'property.securityContext.allowPrivilegeEscalation' },
      {
        name: 'capabilities',
        type: 'object',
        says: 'property.securityContext.capabilities',
        members: [
          { name: 'add', type: 'list', says: 'property.securityContext.add' },
          { name: 'drop', type: 'list', says: 'property.securityContext.drop' },
        ],
      },
      { name: 'runAsGroup', type: 'integer', says: 'property.securityContext.runAsGroup' },
      { name: 'runAsUser', type: 'integer', says: 'property.securityContext.runAsUser' },
      { name: 'seccompProfile', type: 'text', says: 'property.securityContext.seccompProfile' },
    ],
  },
];

const state: Property = { name: 'instanceView', type: 'any', says: 'property.readOnly', isReadOnly: true };

const running: readonly Property[] = [
  { name: 'ports', type: 'list', says: 'property.ports', members: portRows },
  {
    name: 'resources',
    type: 'object',
    says: 'property.resources',
    members: [
      { name: 'requests', type: 'object', says: 'property.requests', members: amounts },
      { name: 'limits', type: 'object', says: 'property.limits', members: amounts },
    ],
  },
  { name: 'livenessProbe', type: 'object', says: 'property.livenessProbe', members: probe },
  { name: 'readinessProbe', type: 'object', says: 'property.readinessProbe', members: probe },
  {
    name: 'configMap',
    type: 'object',
    says: 'property.configMap',
    since: '2025-09-01',
    members: [{ name: 'keyValuePairs', type: 'map', says: 'property.configMap.keyValuePairs' }],
  },
];

function rowsOf(properties: readonly Property[]): readonly Property[] {
  return [
    { name: 'name', type: 'text', says: 'property.container.name', rules: [containerName] },
    { name: 'properties', type: 'object', says: 'property.container.properties', members: [...properties, state] },
  ];
}

export const containerRows = rowsOf([...common.slice(0, 2), ...running.slice(0, 2), ...common.slice(2), ...running.slice(2)]);
export const initContainerRows = rowsOf(common);
