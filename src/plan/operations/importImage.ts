import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { OperationType } from '../operation';
import type { ImportImage } from '../plan';
import { isRef } from '../plan';

/**
 * Imports with overwrite: running it again brings the same image under the same tag, so after an answer that was lost it is simply
 * run again. Whether it has happened is not asked of the registry's data plane, which the person may not be allowed to read.
 * https://learn.microsoft.com/azure/container-registry/container-registry-import-images
 */
export const importImage: OperationType<ImportImage> = {
  nature: 'act',
  describe: (op) => message('plan.importImage', { source: op.source, target: op.target }),
  rights: (op) =>
    isRef(op.registryId) ? [] : [{ action: 'Microsoft.ContainerRegistry/registries/importImage/action', scope: op.registryId }],
  async apply(op, { azure, resolve, signal }) {
    const slash = op.source.indexOf('/');
    await azure.registries.importImage(
      resolve(op.registryId),
      {
        sourceServer: op.source.slice(0, slash),
        sourceImage: op.source.slice(slash + 1),
        ...(op.sourceRegistryId ? { sourceRegistryId: op.sourceRegistryId } : {}),
        targetTag: op.target,
      },
      signal,
    );
    return {};
  },
  az(op, shell) {
    const name = isRef(op.registryId) ? op.registryId : resourceName(op.registryId);
    shell.command('az', 'acr', 'import', '--name', name, '--source', op.source, '--image', op.target, '--force');
  },
};
