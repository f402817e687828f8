import * as vscode from 'vscode';
import { planGrantSelf } from '../../access/planGrant';
import type { ContainerGroup } from '../../model/containerGroup';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import type { Diagnoses } from '../diagnosis/diagnoses';
import type { PlanCommand } from '../planFeature';
import { planScheme } from '../planScheme';
import type { GroupVerb } from './groupCommands';
import { actOnGroups, deployAgain, editAndRedeploy, exportGroup } from './groupCommands';
import { pickContainerGroup } from '../pick/containerGroup';
import type { AskedFor } from '../review/asked';
import type { PageCommand } from '../review/planPage';
import type { Plans } from './plans';
import type { TreeNode } from '../tree/node';
import { selectedNodes } from '../tree/selectedNodes';
import { cleanUpWizard } from '../wizards/cleanUpWizard';
import { createRegistryWizard } from '../wizards/createRegistryWizard';
import { deleteIdentityWizard } from '../wizards/deleteIdentityWizard';
import { deployFile } from '../wizards/deployFile';
import { deployWizard } from '../wizards/deployWizard';
import { fillInWizard } from '../wizards/fillInWizard';
import { grantStart } from '../wizards/grantStart';
import { grantWizard } from '../wizards/grantWizard';
import { imageOfNode } from '../wizards/imageOfNode';
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
  const onGroups = (verb: GroupVerb) => (argument: PlanArgument, which?: unknown) =>
    actOnGroups(app, plans, typeof argument === 'string' ? argument : nodesOf(argument, which), verb);
  return {
    grantAccess: async (argument) => review(grantWizard(app, await grantStart(app, nodeOf(argument)))),
    deployContainerGroup: async (argument) => {
      const made = await deployWizard(app, imageOfNode(nodeOf(argument)));
      if (made) await plans.show(made.plan, made.secrets);
    },
    deployFile: async (argument, which) => {
      const uri = argument instanceof vscode.Uri ? argument : undefined;
      const made = await deployFile(app, uri, typeof which === 'number' ? which : undefined);
      if (made) await plans.show(made.plan, made.secrets);
    },
    fillIn: (argument, which) => (argument instanceof vscode.Uri ? fillInWizard(app, argument, which as AskedFor) : undefined),
    createRegistry: () => review(createRegistryWizard(app)),
    importImage: (argument) => review(importImageWizard(app, importStart(nodeOf(argument)))),
    grantSelfDataAccess: (argument) => review(grantSelf(app, nodeOf(argument))),
    startContainerGroup: onGroups('startGroup'),
    stopContainerGroup: onGroups('stopGroup'),
    restartContainerGroup: onGroups('restartGroup'),
    deleteContainerGroup: onGroups('delete'),
    redeployContainerGroup: onGroups('redeploy'),
    editAndRedeploy: (argument) => editAndRedeploy(app, plans, nodesOf(argument)),
    deployAgain: (_argument, which) => deployAgain(app, plans, which as ContainerGroup),
    openAsYaml: (argument) => openAsYaml(app, plans, argument),
    revokeAccess: (argument) => review(revokeWizard(app, nodeOf(argument))),
    deleteIdentity: (argument) => review(deleteIdentityWizard(app, nodeOf(argument))),
    removeOrphanedAssignments: (argument) => review(removeOrphans(app, nodeOf(argument))),
    diagnosePullAccess: (argument) => diagnoses.diagnose(argument instanceof vscode.Uri ? undefined : argument),
    cleanUp: (argument) => review(cleanUpWizard(app, nodeOf(argument))),
    explainFailure: (argument) => explainFailure(app, diagnoses, argument instanceof vscode.Uri ? undefined : argument),
    deployPlan: command('run'),
    runPlan: command('run'),
    waitForGrant: command('wait'),
    cancelPlan: command('cancel'),
    stopWaiting: command('stopWaiting'),
    removeCreated: command('remove'),
    addToDefinition: command('add'),
    giveSecretValues: command('giveSecrets'),
    openPlanScript: command('script'),
    showLastPlan: () => plans.showLatest(),
  };
}

function nodeOf(argument: PlanArgument): TreeNode | undefined {
  return argument instanceof vscode.Uri || typeof argument === 'string' ? undefined : argument;
}

function nodesOf(argument: PlanArgument, which?: unknown): readonly TreeNode[] {
  const node = nodeOf(argument);
  return node ? selectedNodes(node, which) : [];
}

/** A plan's definition where one is in front or meant, else a container group. */
async function openAsYaml(app: App, plans: Plans, argument: PlanArgument): Promise<void> {
  const uri = argument === undefined ? vscode.window.activeTextEditor?.document.uri : argument;
  if (uri instanceof vscode.Uri && uri.scheme === planScheme) return plans.command('yaml', uri);
  await exportGroup(app, nodesOf(argument));
}

function importStart(node: TreeNode | undefined): Parameters<typeof importImageWizard>[1] {
  return node?.kind === 'registry' ? { registry: node.registry } : {};
}

async function grantSelf(app: App, node: TreeNode | undefined): Promise<Plan | undefined> {
  const registry =
    node && 'registry' in node ? node.registry : node?.parent && 'registry' in node.parent ? node.parent.registry : undefined;
  if (!registry) return undefined;
  const session = await app.sessions.require();
  return planGrantSelf(session.target, registry, session.signedIn);
}

/** The page of a group's pulls begins with why it fails. */
async function explainFailure(app: App, diagnoses: Diagnoses, given: TreeNode | string | undefined): Promise<void> {
  if (given !== undefined) return diagnoses.diagnose(given, true);
  const group = await pickContainerGroup(app.store);
  if (group) await diagnoses.diagnose(group.id, true);
}
