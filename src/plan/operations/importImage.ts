import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { OperationType, RunContext } from '../operation';
import type { ImportImage } from '../plan';
import { isRef } from '../plan';

/**
 * An import never moves a tag that is there: Azure refuses it. So after an answer that was lost, it is looked whether the tag has appeared
 * since. Who may not read the registry's data plane cannot look; then Azure's refusal is the worst that comes of trying again.
 * https://learn.microsoft.com/azure/container-registry/container-registry-import-images
 */
export const importImage: OperationType<ImportImage> = {
  nature: 'act',
  describe: (op) => message('plan.importImage', { source: op.source, target: op.target }),
  rights: (op) =>
    isRef(op.registryId) ? [] : [{ action: 'Microsoft.ContainerRegistry/registries/importImage/action', scope: op.registryId }],
  async observe(op, context) {
    const appeared = context.before === absent && (await tagState(op, context)) === present;
    return appeared ? { state: 'done', outputs: {} } : { state: 'absent' };
  },
  snapshot: tagState,
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
    shell.command('az', 'acr', 'import', '--name', name, '--source', op.source, '--image', op.target);
  },
};

const absent = 'absent';
const present = 'present';

async function tagState(op: ImportImage, { azure, signal }: RunContext): Promise<string> {
  const colon = op.target.lastIndexOf(':');
  try {
    const found = await azure.images.manifest(op.loginServer, op.target.slice(0, colon), op.target.slice(colon + 1), signal);
    return found ? present : absent;
  } catch (error) {
    if (AppError.is(error, 'UNAUTHORIZED', 'DENIED')) return 'unknown';
    throw error;
  }
}
