import type { Azure } from '../../azure/azure';
import { message } from '../../model/message';
import { parseResourceId, resourceName } from '../../model/resourceId';
import type { OperationType } from '../operation';
import type { DeleteResource } from '../plan';
import { onceSettled } from './onceSettled';

interface Deletable {
  readonly exists: (azure: Azure, id: string, signal: AbortSignal) => Promise<boolean>;
  readonly delete: (azure: Azure, id: string, signal: AbortSignal) => Promise<void>;
}

/** The types that plans make, and so can take away again; by type in lower case. */
const deletable: Readonly<Record<string, Deletable>> = {
  'microsoft.resources/resourcegroups': {
    exists: async (azure, id, signal) => (await azure.resourceGroups.get(id, signal)) !== undefined,
    delete: (azure, id, signal) => azure.resourceGroups.delete(id, signal),
  },
  'microsoft.managedidentity/userassignedidentities': {
    exists: async (azure, id, signal) => (await azure.identities.get(id, signal)) !== undefined,
    delete: (azure, id, signal) => azure.identities.delete(id, signal),
  },
  'microsoft.containerregistry/registries': {
    exists: async (azure, id, signal) => (await azure.registries.get(id, signal)) !== undefined,
    delete: (azure, id, signal) => azure.registries.delete(id, signal),
  },
  'microsoft.containerinstance/containergroups': {
    exists: async (azure, id, signal) => (await azure.containerGroups.get(id, signal)) !== undefined,
    delete: (azure, id, signal) => azure.containerGroups.delete(id, signal),
  },
  'microsoft.authorization/roleassignments': {
    exists: async (azure, id, signal) => {
      const { scope, name } = scopeAndName(id) ?? { scope: '', name: '' };
      return (await azure.access.getAssignment(scope, name, signal)) !== undefined;
    },
    delete: (azure, id, signal) => azure.access.unassign(id, signal),
  },
};

/** A role assignment is no resource that one has rights on: what counts is what one may do where it is assigned. */
function askedAt(id: string): string {
  return scopeAndName(id)?.scope ?? id;
}

function scopeAndName(id: string): { readonly scope: string; readonly name: string } | undefined {
  const [, scope = '', name = ''] = /^(.*)\/providers\/Microsoft\.Authorization\/roleAssignments\/([^/]+)$/i.exec(id) ?? [];
  return name === '' ? undefined : { scope: scope === '' ? '/' : scope, name };
}

function typeOf(op: DeleteResource): { type: string; deletable: Deletable } {
  // Some are assigned above all subscriptions.
  const type = scopeAndName(op.id) ? 'Microsoft.Authorization/roleAssignments' : (parseResourceId(op.id)?.type ?? '');
  const found = deletable[type.toLowerCase()];
  if (!found) throw new Error(`Plans do not delete resources of type “${type}”.`);
  return { type, deletable: found };
}

/** Deleting what is not there is done: deleting twice is the same as once. */
export const deleteResource: OperationType<DeleteResource> = {
  nature: 'act',
  describe: (op) =>
    op.revokes ? message('plan.revoke', op.revokes) : message('plan.delete', { type: typeOf(op).type, name: resourceName(op.id) }),
  rights: (op) => [
    { action: `${typeOf(op).type.replace('Microsoft.Resources/', 'Microsoft.Resources/subscriptions/')}/delete`, scope: askedAt(op.id) },
  ],
  async observe(op, { azure, signal }) {
    return (await typeOf(op).deletable.exists(azure, op.id, signal)) ? { state: 'absent' } : { state: 'done', outputs: {} };
  },
  async apply(op, context) {
    const { azure, sendSignal } = context;
    await onceSettled(context, () => typeOf(op).deletable.delete(azure, op.id, sendSignal));
    return undefined;
  },
  az(op, shell) {
    if (/roleassignments$/i.test(typeOf(op).type)) shell.command('az', 'role', 'assignment', 'delete', '--ids', op.id);
    else if (/resourcegroups$/i.test(typeOf(op).type)) {
      shell.command(
        'az',
        'group',
        'delete',
        '--name',
        resourceName(op.id),
        '--subscription',
        parseResourceId(op.id)?.subscriptionId ?? '',
        '--yes',
      );
    } else shell.command('az', 'resource', 'delete', '--ids', op.id);
  },
};
