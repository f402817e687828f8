import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { planGrantSelf } from '../../access/planGrant';
import type { ContainerGroup } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { DeleteResource, GroupAction, Plan } from '../../plan/plan';
import type { App } from '../app';
import type { Diagnoses } from '../diagnosis/diagnoses';
import { pickContainerGroup } from '../pick/containerGroup';
import type { PlanCommand } from '../planFeature';
import type { PageCommand } from '../review/planPage';
import type { Plans } from './plans';
import type { TreeNode } from '../tree/node';
import { createRegistryWizard } from '../wizards/createRegistryWizard';
import { deleteIdentityWizard } from '../wizards/deleteIdentityWizard';
import { deployFile } from '../wizards/deployFile';
import { deployWizard } from '../wizards/deployWizard';
import { grantStart } from '../wizards/grantStart';
import { grantWizard } from '../wizards/grantWizard';
import { importImageWizard } from '../wizards/importImageWizard';
import { removeOrphans } from '../wizards/removeOrphans';
import { revokeWizard } from '../wizards/revokeWizard';

/** What menus and buttons give a command: a node of the tree, the document whose title bar has the button, or a resource id. */
export type PlanArgument = TreeNode | vscode.Uri | string | undefined;

/** Commands that make a plan, and those that act on one, by name. */
export function planCommands(
  app: App,
  plans: Plans,
  diagnoses: Diagnoses,
): Readonly<Record<PlanCommand, (argument: PlanArgument, which?: unknown) => unknown>> {
  const review = async (plan: Promise<Plan | undefined>): Promise<void> => {
    const made = await plan;
    if (made) await plans.show(made);
  };
  const command = (name: PageCommand) => (argument: PlanArgument) =>
    plans.command(name, argument instanceof vscode.Uri ? argument : undefined);
  return {
    grantAccess: async (argument) => review(grantWizard(app, await grantStart(app, nodeOf(argument)))),
    deployContainerGroup: async (argument) => {
      const made = await deployWizard(app, deployStart(nodeOf(argument)));
      if (made) await plans.show(made.plan, made.secrets);
    },
    deployFile: async (argument, which) => {
      const uri = argument instanceof vscode.Uri ? argument : undefined;
      const made = await deployFile(app, uri, typeof which === 'number' ? which : undefined);
      if (made) await plans.show(made.plan, made.secrets);
    },
    createRegistry: () => review(createRegistryWizard(app)),
    importImage: (argument) => review(importImageWizard(app, importStart(nodeOf(argument)))),
    grantSelfDataAccess: (argument) => review(grantSelf(app, nodeOf(argument))),
    startContainerGroup: (argument) => act(app, plans, nodeOf(argument), 'startGroup'),
    stopContainerGroup: (argument) => act(app, plans, nodeOf(argument), 'stopGroup'),
    restartContainerGroup: (argument) => act(app, plans, nodeOf(argument), 'restartGroup'),
    deleteContainerGroup: (argument) => remove(app, plans, nodeOf(argument)),
    revokeAccess: (argument) => review(revokeWizard(app, nodeOf(argument))),
    deleteIdentity: (argument) => review(deleteIdentityWizard(app, nodeOf(argument))),
    removeOrphanedAssignments: (argument) => review(removeOrphans(app, nodeOf(argument))),
    diagnosePullAccess: (argument) => diagnoses.diagnose(argument instanceof vscode.Uri ? undefined : argument),
    deployPlan: command('run'),
    runPlan: command('run'),
    waitForGrant: command('wait'),
    cancelPlan: command('cancel'),
    stopWaiting: command('stopWaiting'),
    removeCreated: command('remove'),
    addToDefinition: command('add'),
    openPlanScript: command('script'),
    showLastPlan: () => plans.showLatest(),
  };
}

function nodeOf(argument: PlanArgument): TreeNode | undefined {
  return argument instanceof vscode.Uri || typeof argument === 'string' ? undefined : argument;
}

function importStart(node: TreeNode | undefined): Parameters<typeof importImageWizard>[1] {
  return node?.kind === 'registry' ? { registry: node.registry } : {};
}

function deployStart(node: TreeNode | undefined): Parameters<typeof deployWizard>[1] {
  switch (node?.kind) {
    case 'registry':
      return { registry: node.registry };
    case 'repository':
      return { registry: node.registry, repository: node.repository };
    case 'tag':
      return { registry: node.registry, repository: node.repository, suffix: `:${node.tag.name}` };
    default:
      return {};
  }
}

async function grantSelf(app: App, node: TreeNode | undefined): Promise<Plan | undefined> {
  const registry =
    node && 'registry' in node ? node.registry : node?.parent && 'registry' in node.parent ? node.parent.registry : undefined;
  if (!registry) return undefined;
  const session = await app.sessions.require();
  return planGrantSelf(session.target, registry, session.signedIn);
}

async function chosenGroup(app: App, node: TreeNode | undefined): Promise<ContainerGroup | undefined> {
  if (node?.kind === 'containerGroup') return node.group;
  if (node?.kind === 'container') return node.parent.group;
  return pickContainerGroup(app.store);
}

const titles = {
  startGroup: 'plan.title.start',
  stopGroup: 'plan.title.stop',
  restartGroup: 'plan.title.restart',
} as const;

async function act(app: App, plans: Plans, node: TreeNode | undefined, kind: GroupAction['kind']): Promise<void> {
  const group = await chosenGroup(app, node);
  if (!group) return;
  const operation: GroupAction = { kind, key: 'act', id: group.id };
  await plans.runNow(await planOf(app, message(titles[kind], { name: group.name }), operation));
}

async function remove(app: App, plans: Plans, node: TreeNode | undefined): Promise<void> {
  const group = await chosenGroup(app, node);
  if (!group) return;
  const yes = vscode.l10n.t('Delete');
  const fqdn = group.definition.properties.ipAddress?.fqdn;
  const loses = fqdn
    ? vscode.l10n.t('Its containers stop, its logs go, and {0} no longer answers. This cannot be undone.', fqdn)
    : vscode.l10n.t('Its containers stop and its logs go. This cannot be undone.');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete container group “{0}”?', group.name),
    { modal: true, detail: loses },
    yes,
  );
  if (answer !== yes) return;
  const operation: DeleteResource = { kind: 'delete', key: 'delete', id: group.id };
  await plans.runNow(await planOf(app, message('plan.title.delete', { name: group.name }), operation));
}

async function planOf(app: App, title: Message, operation: GroupAction | DeleteResource): Promise<Plan> {
  const session = await app.sessions.require();
  return { id: randomUUID(), title, target: session.target, operations: [operation] };
}
