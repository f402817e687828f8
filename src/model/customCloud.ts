import { AppError } from './appError';
import type { Cloud } from './cloud';
import { publicCloud } from './cloud';
import { message } from './message';

/** A cloud that the user describes: a disconnected one, or a sandbox on this machine. */
export interface CustomCloud extends Cloud {
  /** Where accounts are at home, for authorities that know no common endpoint. */
  readonly tenantId?: string;
}

/**
 * Reads the setting `keylessContainers.customCloud`. Audiences are what a resource is called in token requests; unless given, Resource Manager's is its
 * address. Throws `InvalidCloud`, naming the field, its value and the rule.
 */
export function readCustomCloud(setting: unknown): CustomCloud {
  const fields = typeof setting === 'object' && setting !== null ? (setting as Readonly<Record<string, unknown>>) : {};
  const text = (field: string): string | undefined => {
    const value = fields[field];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') throw invalid(message('cloud.notText', { field }));
    return value.trim();
  };
  const address = (field: string): string | undefined => {
    const value = text(field);
    if (value === undefined) return undefined;
    if (!isAddress(value)) throw invalid(message('cloud.notHttps', { field, value }));
    return value.replace(/\/+$/, '');
  };
  const required = (field: string, read: (field: string) => string | undefined): string => {
    const value = read(field);
    if (value === undefined) throw invalid(message('cloud.missing', { field }));
    return value;
  };
  const resourceManager = required('resourceManager', address);
  const authority = required('authority', address);
  const registrySuffix = required('registrySuffix', text);
  if (!/^(\.[a-z0-9-]+)+(:\d{1,5})?$/i.test(registrySuffix)) throw invalid(message('cloud.suffix', { value: registrySuffix }));
  const graph = address('graph');
  const portal = address('portal');
  const tenantId = text('tenantId');
  return {
    name: text('name') ?? new URL(resourceManager).host,
    resourceManager,
    resourceManagerAudience: (text('resourceManagerAudience') ?? resourceManager).replace(/\/+$/, ''),
    registryAudience: (text('registryAudience') ?? publicCloud.registryAudience).replace(/\/+$/, ''),
    registrySuffix: registrySuffix.toLowerCase(),
    authority,
    ...(graph === undefined ? {} : { graph }),
    ...(portal === undefined ? {} : { portal }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}

function invalid(text: AppError['userMessage']): AppError {
  return new AppError('InvalidCloud', text);
}

/** Tokens go there, so nothing but HTTPS; and no name, password or query in it. */
function isAddress(value: string): boolean {
  try {
    const { protocol, username, password, search, hash } = new URL(value);
    return protocol === 'https:' && username === '' && password === '' && search === '' && hash === '';
  } catch {
    return false;
  }
}
