import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';

/** What a plan works on was deleted by somebody else. */
export function gone(id: string): AppError {
  return new AppError('Gone', message('plan.gone', { name: resourceName(id) }));
}
