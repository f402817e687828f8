import { resourceName } from '../model/resourceId';
import type { EnsureResourceGroup, Operation } from './plan';

/** The resource group that a plan puts things into; created where it is new. */
export interface GroupChoice {
  readonly id: string;
  readonly location: string;
  readonly isNew: boolean;
}

export function resourceGroupOperations(...choices: readonly (GroupChoice | undefined)[]): readonly EnsureResourceGroup[] {
  const fresh = choices.filter((choice): choice is GroupChoice => choice?.isNew === true);
  const unique = new Map(fresh.map((choice) => [choice.id.toLowerCase(), choice]));
  return [...unique.values()].map(({ id, location }) => ({ kind: 'resourceGroup', key: groupKey(id), id, location }));
}

/** How an operation names a resource group that the same plan creates; nothing where it exists. */
export function inGroup(choice: GroupChoice | undefined): Pick<Operation, 'needs'> {
  return choice?.isNew ? { needs: [{ ref: groupKey(choice.id), output: 'id' }] } : {};
}

function groupKey(id: string): string {
  return `resource-group-${resourceName(id)}`;
}
