import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { isAtOrAbove, resourceName } from '../../model/resourceId';
import type { RunContext } from '../operation';
import type { EnsureContainerGroup } from '../plan';

/**
 * Role assignments take up to ten minutes, and the registry's token service up to another ten, to be effective
 * (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting, container-registry-faq). Nobody but the identity itself
 * can observe it, so a deployment is tried again until then.
 */
const propagationMinutes = 20;
const minute = 60_000;

/**
 * Sends a deployment, and while Azure says `InaccessibleImage` and a grant on its registries is younger than the propagation limit,
 * takes that as pending. A refused PUT leaves an existing group as it was.
 * @throws AppError `InaccessibleImage` where no grant is young enough; `StoppedWaiting` after *Stop Waiting*.
 */
export async function waitForRole(op: EnsureContainerGroup, context: RunContext, send: () => Promise<unknown>): Promise<void> {
  let granted: number | undefined;
  for (let seconds = 10; ; seconds = Math.min(seconds * 1.5, 30)) {
    try {
      await send();
      return;
    } catch (error) {
      if (!AppError.is(error, 'InaccessibleImage')) throw error;
      const first = granted === undefined;
      granted ??= await newestGrant(op, context);
      const age = granted === undefined ? Infinity : context.now() - granted;
      if (age >= propagationMinutes * minute) throw inaccessible(op, error, first);
      context.report(
        message('plan.roleNotEffective', {
          minutes: Math.max(0, Math.floor(age / minute)),
          limit: propagationMinutes,
          seconds: Math.round(seconds),
        }),
      );
      await context.sleep(seconds * 1000, context.stopWaiting);
      if (context.stopWaiting.aborted) throw new AppError('StoppedWaiting', message('plan.stoppedWaiting'), { cause: error });
    }
  }
}

/** When the newest grant was made or changed that could still be on its way; undefined where there is none. */
async function newestGrant(op: EnsureContainerGroup, { azure, resolve, signal }: RunContext): Promise<number | undefined> {
  const lists = await Promise.all(
    (op.pulls ?? []).map(async ({ registryId, principalId }) => {
      const found = await azure.access.assignments(registryId, { principalId: resolve(principalId) }, signal);
      return found.filter(({ scope }) => isAtOrAbove(scope, registryId));
    }),
  );
  // A condition that was changed takes as long as a new assignment.
  const times = lists.flat().flatMap(({ createdOn, updatedOn }) => [createdOn, updatedOn].flatMap((at) => (at ? [Date.parse(at)] : [])));
  return times.length > 0 ? Math.max(...times) : undefined;
}

function inaccessible(op: EnsureContainerGroup, cause: AppError, first: boolean): AppError {
  const image = op.definition.properties.containers.map(({ properties }) => properties.image).join(', ');
  const [identity = ''] = Object.keys(op.definition.identity?.userAssignedIdentities ?? {});
  const text = first
    ? message('plan.inaccessibleImage', { image, identity: resourceName(identity) })
    : message('plan.neverEffective', { image, limit: propagationMinutes });
  return new AppError('InaccessibleImage', text, { ...cause.more, cause });
}
