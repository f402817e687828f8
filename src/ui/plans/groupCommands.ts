import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { planDeployAgain, planEditedRedeploy, planRedeploy } from '../../deploy/planRedeploy';
import { hidesSecrets } from '../../deploy/redeployable';
import { AppError } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { DeleteResource, GroupAction, Operation, Plan } from '../../plan/plan';
import type { App } from '../app';
import { pickContainerGroup } from '../pick/containerGroup';
import type { TreeNode } from '../tree/node';
import { openGroupAsYaml } from './openYaml';
import type { Plans } from './plans';

/** What is done to container groups that are there, to one or to all that are selected. */
export type GroupVerb = GroupAction['kind'] | 'delete' | 'redeploy';

/** One plan for all of them, one operation each, side by side. @param given nodes, or one group's resource id. */
export async function actOnGroups(app: App, plans: Plans, given: readonly TreeNode[] | string, verb: GroupVerb): Promise<void> {
  const groups = typeof given === 'string' ? [await asItIs(app, { id: given, name: resourceName(given) })] : await chosenGroups(app, given);
  if (groups.length === 0 || !(await isConfirmed(groups, verb))) return;
  if (verb === 'redeploy') return redeploy(app, plans, groups);
  const { target } = await app.sessions.require();
  const operations = groups.map(({ id }, index): DeleteResource | GroupAction => {
    return { kind: verb, key: groups.length > 1 ? `${verb}-${index + 1}` : verb, id };
  });
  await plans.runNow(planOf(target, titleOf(groups, verb), operations));
}

/** Opens the definition that Azure has, to be changed before it is sent again. */
export async function editAndRedeploy(app: App, plans: Plans, nodes: readonly TreeNode[]): Promise<void> {
  const [group] = await chosenGroups(app, nodes);
  if (!group) return;
  const { target } = await app.sessions.require();
  await plans.show(planEditedRedeploy(target, await asItIs(app, group)));
}

/** Opens the definition of a group that is gone, as it was seen last. */
export async function deployAgain(app: App, plans: Plans, group: ContainerGroup): Promise<void> {
  const { target } = await app.sessions.require();
  await plans.show(planDeployAgain(target, group));
}

/** Opens a group as the YAML of a file: the one of the node, or one that is asked for. */
export async function exportGroup(app: App, nodes: readonly TreeNode[]): Promise<void> {
  const [group] = await chosenGroups(app, nodes);
  if (!group) return;
  const { kind } = await app.sessions.require();
  await openGroupAsYaml(await asItIs(app, group), kind === 'sandbox');
}

/** What Azure keeps to itself has to be written into the definition first: those groups are opened, the others are redeployed. */
async function redeploy(app: App, plans: Plans, groups: readonly ContainerGroup[]): Promise<void> {
  const { target } = await app.sessions.require();
  const read = await Promise.all(groups.map((group) => asItIs(app, group)));
  const open = read.filter(({ definition }) => !hidesSecrets(definition));
  for (const group of read.filter((one) => !open.includes(one))) await plans.show(planEditedRedeploy(target, group));
  if (open.length > 0) await plans.runNow(planRedeploy(target, open));
}

/** Azure as it is now, with its state: lists have none. */
async function asItIs(app: App, { id, name }: Pick<ContainerGroup, 'id' | 'name'>): Promise<ContainerGroup> {
  const group = await (await app.azure()).containerGroups.get(id);
  if (!group) {
    app.changed([id]);
    throw new AppError('Gone', message('error.notFound', { name }));
  }
  return group;
}

async function chosenGroups(app: App, nodes: readonly TreeNode[]): Promise<readonly ContainerGroup[]> {
  const groups = new Map(nodes.flatMap((node) => groupsOf(node).map((group) => [group.id, group])));
  if (groups.size > 0) return [...groups.values()];
  const picked = await pickContainerGroup(app.store);
  return picked ? [picked] : [];
}

function groupsOf(node: TreeNode): readonly ContainerGroup[] {
  return node.kind === 'containerGroup' ? [node.group] : node.kind === 'container' ? [node.parent.group] : [];
}

/** Deleting is always asked about; the rest where it is about several at once: one dialog that names them all. */
async function isConfirmed(groups: readonly ContainerGroup[], verb: GroupVerb): Promise<boolean> {
  const [first] = groups;
  if (!first || (groups.length === 1 && verb !== 'delete')) return true;
  const { question, yes } = wordsOf(groups, verb);
  const names = groups.length > 1 ? [groups.map(({ name }) => name).join('\n')] : [];
  const detail = [...names, ...(verb === 'delete' ? [losses(groups)] : [])].join('\n\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

function losses(groups: readonly ContainerGroup[]): string {
  const names = groups.flatMap(({ definition }) => definition.properties.ipAddress?.fqdn ?? []);
  if (groups.length > 1) {
    return names.length > 0
      ? vscode.l10n.t('Their containers stop, their logs go, and no longer answering: {0}. This cannot be undone.', names.join(', '))
      : vscode.l10n.t('Their containers stop and their logs go. This cannot be undone.');
  }
  return names.length > 0
    ? vscode.l10n.t('Its containers stop, its logs go, and {0} no longer answers. This cannot be undone.', names.join(', '))
    : vscode.l10n.t('Its containers stop and its logs go. This cannot be undone.');
}

function wordsOf(groups: readonly ContainerGroup[], verb: GroupVerb): { readonly question: string; readonly yes: string } {
  const count = String(groups.length);
  switch (verb) {
    case 'startGroup':
      return { question: vscode.l10n.t('Start {0} container groups?', count), yes: vscode.l10n.t('Start') };
    case 'stopGroup':
      return { question: vscode.l10n.t('Stop {0} container groups?', count), yes: vscode.l10n.t('Stop') };
    case 'restartGroup':
      return { question: vscode.l10n.t('Restart {0} container groups?', count), yes: vscode.l10n.t('Restart') };
    case 'redeploy':
      return { question: vscode.l10n.t('Redeploy {0} container groups?', count), yes: vscode.l10n.t('Redeploy') };
    case 'delete': {
      const yes = vscode.l10n.t('Delete');
      return groups.length > 1
        ? { question: vscode.l10n.t('Delete {0} container groups?', count), yes }
        : { question: vscode.l10n.t('Delete container group “{0}”?', groups[0]?.name ?? ''), yes };
    }
  }
}

function titleOf(groups: readonly ContainerGroup[], verb: Exclude<GroupVerb, 'redeploy'>): Message {
  const word = ({ startGroup: 'start', stopGroup: 'stop', restartGroup: 'restart', delete: 'delete' } as const)[verb];
  return groups.length > 1
    ? message(`plan.title.${word}Several`, { count: groups.length })
    : message(`plan.title.${word}`, { name: groups[0]?.name ?? '' });
}

function planOf(target: string, title: Message, operations: readonly Operation[]): Plan {
  return { id: randomUUID(), title, target, operations };
}
