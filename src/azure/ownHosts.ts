import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { AppError } from '../model/appError';
import type { Cloud } from '../model/cloud';
import { clouds } from '../model/cloud';
import { message } from '../model/message';

/**
 * Lets a client speak with no host but its own. Links to next pages and to operations come out of answers, redirects too, and the SDK goes with its
 * token wherever they point. It belongs behind every other policy: what is refused here is not sent.
 */
export function ownHosts(isOwn: (url: URL) => boolean): PipelinePolicy {
  return {
    name: 'keylessOwnHosts',
    sendRequest(request, next) {
      const url = new URL(request.url);
      return url.protocol === 'https:' && isOwn(url) ? next(request) : Promise.reject(foreignHost(url.host));
    },
  };
}

/** Azure's own clouds also answer at regional hosts below the one that everybody uses. */
export function isResourceManager(cloud: Cloud): (url: URL) => boolean {
  const { host } = new URL(cloud.resourceManager);
  const hasRegions = clouds.some(({ resourceManager }) => resourceManager === cloud.resourceManager);
  return (url) => url.host === host || (hasRegions && url.host.endsWith(`.${host}`));
}

/**
 * Throws `ForeignHost` unless the host is that of a registry in the cloud: one label before the suffix. People type references to images, and
 * no token is for a host that they made up. https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal
 */
export function checkRegistryHost(cloud: Cloud, loginServer: string): void {
  const suffix = cloud.registrySuffix.toLowerCase();
  const label = loginServer.endsWith(suffix) ? loginServer.slice(0, -suffix.length) : '';
  if (!/^[a-z0-9][a-z0-9-]*$/.test(label)) throw foreignHost(loginServer);
}

function foreignHost(host: string): AppError {
  return new AppError('ForeignHost', message('error.foreignHost', { host }));
}
