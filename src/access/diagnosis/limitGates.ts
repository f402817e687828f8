import { message } from '../../model/message';
import type { Gate } from './gate';
import { gate } from './makeGate';
import type { PullQuestion } from './pullQuestion';

const article = 'https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi';
const virtualNetworks = 'https://learn.microsoft.com/azure/container-instances/container-instances-vnet';

/** Named in the article's edition of 2021-11-11; the newest names none. */
const regionsOnce: readonly string[] = ['canadacentral', 'southindia', 'westcentralus'];

/** Limits that documentation names, or once named: warnings, which decide nothing. */
export function limitGates({ group, puller, osType }: PullQuestion, cloud: string): readonly Gate[] {
  if (!group || puller.kind !== 'identity') return [];
  const gates: Gate[] = [];
  const location = group.location.replaceAll(' ', '').toLowerCase();
  if (regionsOnce.includes(location))
    gates.push(gate('limits', 'warning', message('diagnosis.limits.region', { location }), { source: article }));
  if (osType?.toLowerCase() === 'windows') gates.push(gate('limits', 'warning', message('diagnosis.limits.windows'), { source: article }));
  if (cloud === 'AzureUSGovernment' && group.definition.properties['subnetIds'] !== undefined) {
    gates.push(gate('limits', 'warning', message('diagnosis.limits.government'), { source: virtualNetworks }));
  }
  return gates;
}
