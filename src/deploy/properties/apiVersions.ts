/** What a definition is sent with that names none: the SDK's. */
export const assumedApiVersion = '2023-05-01';

/**
 * Released versions of Microsoft.ContainerInstance/containerGroups, oldest first.
 * https://learn.microsoft.com/azure/templates/microsoft.containerinstance/containergroups
 */
export const apiVersions = [
  '2018-04-01',
  '2018-06-01',
  '2018-07-01',
  '2018-09-01',
  '2018-10-01',
  '2019-12-01',
  '2020-11-01',
  '2021-03-01',
  '2021-07-01',
  '2021-09-01',
  '2021-10-01',
  '2022-09-01',
  '2023-05-01',
  '2025-09-01',
] as const;

export function isApiVersion(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(-preview)?$/.test(text);
}

/** Whether a version is older than another. Of a preview that can't be told by its date: it may have what a later release brought. */
export function isBefore(version: string, other: string): boolean {
  return isApiVersion(version) && !version.endsWith('-preview') && version < other;
}
