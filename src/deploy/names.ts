import type { Message } from '../model/message';
import { message } from '../model/message';

/**
 * Names that the wizards ask for. Each check answers with the rule that a name breaks, in Azure's words, or undefined.
 * Rules: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
export function checkGroupName(name: string): Message | undefined {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name) ? undefined : message('deploy.groupName', { name });
}

/** The service's own rule, stricter than the documentation's table: the first character must be a letter. */
export function checkDnsLabel(label: string): Message | undefined {
  return /^[a-z][a-z0-9-]{3,61}[a-z0-9]$/.test(label) ? undefined : message('deploy.dnsLabel', { label });
}

export function checkIdentityName(name: string): Message | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$/.test(name) ? undefined : message('deploy.identityName', { name });
}

export function checkResourceGroupName(name: string): Message | undefined {
  return /^[\p{L}\p{N}_.()-]{0,89}[\p{L}\p{N}_()-]$/u.test(name) ? undefined : message('deploy.resourceGroupName', { name });
}

export function checkRegistryName(name: string): Message | undefined {
  return /^[A-Za-z0-9]{5,50}$/.test(name) ? undefined : message('deploy.registryName', { name });
}

/** The nearest name that Azure takes for a group or a container; undefined where nothing of it is left. */
export function mendedName(name: string): string | undefined {
  const mended = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return mended === '' ? undefined : mended;
}

export function mendedVariableName(name: string): string | undefined {
  const mended = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9])/, '_');
  return mended === '' ? undefined : mended;
}

export function mendedLabel(label: string): string | undefined {
  const mended = mendedName(label)
    ?.replace(/^(?=[0-9])/, 'c-')
    .slice(0, 63);
  return mended !== undefined && !checkDnsLabel(mended) ? mended : undefined;
}
