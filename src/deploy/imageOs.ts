import { parseImageReference } from '../model/imageReference';
import type { Platform } from '../model/registry';

/** As `osType` takes it. */
export type OsType = 'Linux' | 'Windows';

/** The system that an image is for, where its registry says one alone. Container Instances runs amd64: https://learn.microsoft.com/azure/container-instances/container-instances-faq */
export function osOfPlatforms(platforms: readonly Platform[]): OsType | undefined {
  const fitting = platforms.filter(({ architecture }) => architecture === 'amd64').map(({ os }) => os);
  const [only, ...more] = new Set(fitting);
  if (only === undefined || more.length > 0) return undefined;
  return only === 'windows' ? 'Windows' : only === 'linux' ? 'Linux' : undefined;
}

/** The same of an image whose registry can't be asked: only where its name leaves no doubt. */
export function osOfName(reference: string): OsType | undefined {
  const { server, repository = '', tag = '' } = parseImageReference(reference) ?? {};
  if (/(^|-)(nanoserver|windowsservercore)(-|$)/.test(tag)) return 'Windows';
  if (server !== 'mcr.microsoft.com') return undefined;
  if (/^windows(\/|$)|^dotnet\/framework\//.test(repository)) return 'Windows';
  return /^(azuredocs|azurelinux)\//.test(repository) ? 'Linux' : undefined;
}
