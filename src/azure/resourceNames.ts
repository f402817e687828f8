import { AppError } from '../model/appError';
import { message } from '../model/message';
import { parseResourceId } from '../model/resourceId';

/** What the SDK's operations ask for in place of a resource's id. */
export interface ResourceNames {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** Throws `InvalidResourceId` where the id is not that of a resource group or of a resource in one. */
export function resourceNames(id: string): ResourceNames {
  const parsed = parseResourceId(id);
  if (!parsed?.resourceGroup) throw new AppError('InvalidResourceId', message('error.invalidResourceId', { id }));
  return { subscriptionId: parsed.subscriptionId, resourceGroup: parsed.resourceGroup, name: parsed.name };
}
