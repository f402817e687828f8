import type { Message } from '../model/message';
import type { OperationType } from './operation';
import { containerGroup } from './operations/containerGroup';
import { deleteResource } from './operations/deleteResource';
import { restartGroup, startGroup, stopGroup } from './operations/groupAction';
import { identity } from './operations/identity';
import { importImage } from './operations/importImage';
import { provider } from './operations/provider';
import { registry } from './operations/registry';
import { registrySettings } from './operations/registrySettings';
import { resourceGroup } from './operations/resourceGroup';
import { roleAssignment } from './operations/roleAssignment';
import { subnetDelegation } from './operations/subnetDelegation';
import type { Operation, OperationKind } from './plan';

/** Every kind of operation there is. The compiler asks for a row per kind; the fault tests walk this table. */
export const operationTypes: { readonly [Kind in OperationKind]: OperationType<Extract<Operation, { kind: Kind }>> } = {
  resourceGroup,
  provider,
  identity,
  roleAssignment,
  registry,
  registrySettings,
  subnetDelegation,
  containerGroup,
  importImage,
  startGroup,
  stopGroup,
  restartGroup,
  delete: deleteResource,
};

export function operationType(op: Operation): OperationType {
  return operationTypes[op.kind] as OperationType;
}

export function describe(op: Operation): Message {
  return operationType(op).describe(op);
}
