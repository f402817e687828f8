/** Rules about identities, and about the registry credentials that mean them. */
import type { ContainerGroupDefinition, ImageRegistryCredential } from '../../model/containerGroup';
import type { Edit, Fix, Path } from '../../model/finding';
import { message } from '../../model/message';
import { parseResourceId, resourceName, sameId } from '../../model/resourceId';
import { isBefore } from '../properties/apiVersions';
import { isObject } from '../properties/canonical';
import { sources } from '../properties/sources';
import { apiVersionFix } from './checkShape';
import type { Findings } from './findings';
import { removed, setTo } from './findings';
import { isGap } from './gaps';

const attachedAt: Path = ['identity', 'userAssignedIdentities'];

export function checkIdentity(definition: ContainerGroupDefinition, version: string, findings: Findings): void {
  const { identity } = definition;
  if (!isObject(identity) || plain(identity.type) === 'none') return;
  if (isBefore(version, '2018-10-01')) {
    const text = message('definition.apiVersionIdentity', { version });
    findings.add('error', 'IdentityNotSupported', ['identity'], text, { fix: apiVersionFix('2018-10-01') });
  }
  const attached = attachedTo(definition);
  for (const id of attached) {
    if (parseResourceId(id) || isGap(id)) continue;
    const path = [...attachedAt, id];
    findings.add('error', 'LinkedInvalidPropertyId', path, message('definition.identityId', { id }), {
      source: sources.identityPull,
      fix: removed(path),
    });
  }
  if (attached.length > 0 && !isGap(identity.type) && !plain(identity.type).includes('userassigned')) {
    const text = message('definition.identityType', { type: String(identity.type ?? '') });
    const fix = setTo(['identity', 'type'], typeWithUserAssigned(identity.type));
    findings.add('warning', 'IdentityType', ['identity', 'type'], text, { source: sources.template, fix });
  }
}

export function checkCredentials(definition: ContainerGroupDefinition, version: string, findings: Findings): void {
  const credentials: unknown = definition.properties.imageRegistryCredentials;
  if (!Array.isArray(credentials)) return;
  (credentials as unknown[]).forEach((credential, index) => {
    if (isObject(credential)) {
      checkOne(
        credential as unknown as ImageRegistryCredential,
        ['properties', 'imageRegistryCredentials', index],
        definition,
        version,
        findings,
      );
    }
  });
}

function checkOne(
  { server, identity, username, password, passwordReference }: ImageRegistryCredential,
  path: Path,
  definition: ContainerGroupDefinition,
  version: string,
  findings: Findings,
): void {
  if (!server) findings.add('error', 'InvalidRequestContent', [...path, 'server'], message('deploy.credentialServer'));
  const at = [...path, 'identity'];
  const source = sources.identityPull;
  if (identity && (username || password)) {
    const edits: Edit[] = [
      ...(username ? [{ kind: 'remove', path: [...path, 'username'] } as const] : []),
      ...(password ? [{ kind: 'remove', path: [...path, 'password'] } as const] : []),
    ];
    const fix: Fix = { title: message('fix.remove', { property: username ? 'username' : 'password' }), edits };
    findings.add('error', 'AmbiguousImageResitryCredentialType', at, message('deploy.credentialAmbiguous'), { source, fix });
    return;
  }
  const [only, ...others] = attachedTo(definition).filter((id) => parseResourceId(id));
  const use = only !== undefined && others.length === 0 ? only : undefined;
  const useOnly: Fix | undefined =
    use === undefined
      ? undefined
      : { title: message('fix.useIdentity', { name: resourceName(use) }), edits: [{ kind: 'set', path: at, value: use }] };
  if (!identity && !username) {
    if (passwordReference) return;
    findings.add('error', 'AmbiguousImageResitryCredentialType', path, message('deploy.credentialNeither'), { source, fix: useOnly });
    return;
  }
  if (!identity || typeof identity !== 'string' || isGap(identity)) return;
  if (isBefore(version, '2021-07-01')) {
    const text = message('definition.apiVersionCredential', { version });
    findings.add('error', 'InvalidImageRegistryCredentialType', at, text, { source, fix: apiVersionFix('2021-10-01') });
  }
  if (isSystem(identity)) {
    findings.add('error', 'InvalidImageRegistryIdentity', at, message('definition.systemIdentity'), { source, fix: useOnly });
  } else if (!attachedTo(definition).some((id) => sameId(id, identity))) {
    const text = message('deploy.credentialIdentityNotAttached', { identity });
    const fix = parseResourceId(identity) ? attach(identity, definition) : useOnly;
    findings.add('error', 'InvalidImageRegistryIdentity', at, text, { source, fix });
  }
}

/** `[system]` is what the Azure CLI calls it; `system` what Container Apps does. */
function isSystem(identity: string): boolean {
  return ['[system]', 'system', 'systemassigned'].includes(plain(identity));
}

function attach(identity: string, { identity: given }: ContainerGroupDefinition): Fix {
  const type: Edit = { kind: 'set', path: ['identity', 'type'], value: typeWithUserAssigned(given?.type) };
  const isTyped = plain(given?.type).includes('userassigned');
  const entry: Edit = { kind: 'set', path: [...attachedAt, identity], value: {} };
  return { title: message('fix.attach'), edits: isTyped ? [entry] : [type, entry] };
}

function typeWithUserAssigned(type: unknown): string {
  return plain(type).includes('systemassigned') ? 'SystemAssigned, UserAssigned' : 'UserAssigned';
}

function attachedTo({ identity }: ContainerGroupDefinition): readonly string[] {
  const attached: unknown = isObject(identity) ? identity.userAssignedIdentities : undefined;
  return isObject(attached) ? Object.keys(attached) : [];
}

function plain(text: unknown): string {
  return typeof text === 'string' ? text.toLowerCase().replace(/\s/g, '') : '';
}
