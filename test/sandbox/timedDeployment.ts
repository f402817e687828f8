import type { Account } from '../../src/plan/account';
import { freshDeployment } from './freshDeployment';
import { idOf } from './openAzure';
import { planWorld } from './planWorld';

/** A fresh deployment by the sandbox's clock, which stands still but for the plan's own waiting. Milliseconds. */
export interface TimedDeployment {
  readonly account: Account;
  /** From the start of the plan until its account says that the group runs. */
  readonly totalMs: number;
  /** Azure's own part: until the role is effective, and from the accepted deployment until its containers run. */
  readonly azureMs: number;
  /** From the role's being effective until Azure was asked again. */
  readonly lateMs: number;
  /** In order, `PUT Microsoft.ContainerInstance/containerGroups/fresh 201`. */
  readonly requests: readonly string[];
}

/** @param propagationMs how long the role takes to be effective. */
export async function timedDeployment(propagationMs: number, registryName?: string, image?: string): Promise<TimedDeployment> {
  const world = planWorld();
  const { sandbox } = world.open;
  sandbox.world.propagationMs = propagationMs;
  const plan = await freshDeployment(world, registryName, image);
  const before = sandbox.log.length;
  const startedAt = world.clock.now();
  const account = await world.run(plan);
  const totalMs = world.clock.now() - startedAt;
  const assignment = Object.values(sandbox.world.assignments).find(({ id }) => id === account.entries['grant']?.outputs.id);
  const group = sandbox.world.containerGroups[idOf(world, 'containerGroups', 'fresh').toLowerCase()];
  if (!assignment || !group) throw new Error('The plan made no assignment or no group.');
  const runningAt = Math.max(...Object.values(group.containers).map((container) => container.startedAt ?? Infinity));
  return {
    account,
    totalMs,
    azureMs: assignment.effectiveAt - startedAt + (runningAt - group.createdAt),
    lateMs: group.createdAt - assignment.effectiveAt,
    requests: sandbox.log.slice(before).map(({ method, path, status }) => `${method} ${kindOf(path)} ${status}`),
  };
}

/** The last type and name of a path; GUIDs are not the same in every run. */
function kindOf(path: string): string {
  const [last = ''] = path.split('/providers/').slice(-1);
  return last.replace(/^.*\/(?=resourcegroups\/)/i, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '{guid}');
}
