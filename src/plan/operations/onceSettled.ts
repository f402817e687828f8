import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import type { RunContext } from '../operation';

/** Azure asks for at least ten seconds between tries while a group is changing state. */
const transitioningSeconds = 10;
const transitioningLimitMs = 10 * 60_000;

/** Sends something to a container group, again and again while Azure answers that the group is still changing state. */
export async function onceSettled<T>(context: Pick<RunContext, 'now' | 'sleep' | 'report'>, send: () => Promise<T>): Promise<T> {
  const giveUpAt = context.now() + transitioningLimitMs;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!AppError.is(error, 'ContainerGroupTransitioning') || context.now() >= giveUpAt) throw error;
      context.report(message('plan.transitioning', { seconds: transitioningSeconds }));
      await context.sleep(transitioningSeconds * 1000);
    }
  }
}
