import * as vscode from 'vscode';
import type { Made, MadeFacts, MadeKind } from '../../access/cleanUp';
import { madeByPlans, planCleanUp, refusedChoices, resourceGroupOf } from '../../access/cleanUp';
import type { Plan } from '../../plan/plan';
import { abortSignalOf } from '../abortSignal';
import type { App } from '../app';
import { render } from '../render';
import type { TreeNode } from '../tree/node';
import { readMade } from './readMade';

interface MadeItem extends vscode.QuickPickItem {
  readonly made?: Made;
}

/** Finds what plans made, lets the person choose, and makes the plan that takes it away. Undefined where there is nothing, or nothing was chosen. */
export async function cleanUpWizard(app: App, node: TreeNode | undefined): Promise<Plan | undefined> {
  const subscription = node && 'subscription' in node ? node.subscription : undefined;
  const title = vscode.l10n.t('Looking for what plans made…');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const facts = await vscode.window.withProgress(options, async (_progress, token) => {
    const user = abortSignalOf(token);
    try {
      return await readMade(app, subscription, user.signal);
    } finally {
      user.dispose();
    }
  });
  const made = madeByPlans(facts);
  if (made.length === 0) {
    await vscode.window.showInformationMessage(nothingFound(facts));
    return undefined;
  }
  return choose(app, made, facts);
}

function nothingFound({ unread }: MadeFacts): string {
  return unread.length > 0
    ? vscode.l10n.t('Nothing was found that a plan made. Not everything could be read in: {0}.', unread.join(', '))
    : vscode.l10n.t('There is nothing that a plan made: everything is clean.');
}

/** Asks until the choice can be made: an identity does not go while a group that stays uses it. */
async function choose(app: App, made: readonly Made[], facts: MadeFacts): Promise<Plan | undefined> {
  let ticked: readonly Made[] = made.filter((one) => one.unsafe === undefined);
  for (;;) {
    const items = itemsOf(made, facts, ticked);
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Clean Up'),
      placeHolder: vscode.l10n.t('What to delete; the plan is shown before it runs'),
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!chosen || chosen.length === 0) return undefined;
    ticked = chosen.flatMap((item) => item.made ?? []);
    const refused = refusedChoices(ticked, facts);
    if (refused.length === 0) return planCleanUp((await app.sessions.require()).target, ticked, facts);
    const lines = refused.map(({ name, groups }) => vscode.l10n.t('{0} is used by {1}', name, groups));
    const again = vscode.l10n.t('Choose Again');
    const text = vscode.l10n.t('An identity can’t go before what uses it.');
    const detail = [...lines, vscode.l10n.t('Choose those container groups too, or leave the identity.')].join('\n');
    if ((await vscode.window.showWarningMessage(text, { modal: true, detail }, again)) !== again) return undefined;
  }
}

function itemsOf(made: readonly Made[], facts: MadeFacts, ticked: readonly Made[]): MadeItem[] {
  const groups = new Map<string, Made[]>();
  for (const one of made) {
    const place = resourceGroupOf(one) ?? '';
    groups.set(place, [...(groups.get(place) ?? []), one]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([place, inside]): MadeItem[] => [
      { label: place === '' ? vscode.l10n.t('above resource groups') : place, kind: vscode.QuickPickItemKind.Separator },
      ...inside.map((one) => itemOf(one, facts, ticked)),
    ]);
}

function itemOf(made: Made, facts: MadeFacts, ticked: readonly Made[]): MadeItem {
  const picked = ticked.includes(made);
  const { revocable, unsafe } = made;
  const detail = unsafe ? { detail: `$(warning) ${render(unsafe)}` } : {};
  if (revocable) {
    const description = vscode.l10n.t('role of {0} on {1}', revocable.principalName, facts.nameOf(revocable.assignment.scope));
    return { label: `$(key) ${made.name}`, description, ...detail, picked, made };
  }
  return { label: `$(${icons[made.kind]}) ${made.name}`, description: kindWord(made.kind), ...detail, picked, made };
}

const icons: Readonly<Record<MadeKind, string>> = {
  containerGroup: 'server-environment',
  roleAssignment: 'key',
  identity: 'account',
  registry: 'package',
  resourceGroup: 'folder',
};

function kindWord(kind: MadeKind): string {
  switch (kind) {
    case 'containerGroup':
      return vscode.l10n.t('container group');
    case 'roleAssignment':
      return vscode.l10n.t('role assignment');
    case 'identity':
      return vscode.l10n.t('managed identity');
    case 'registry':
      return vscode.l10n.t('registry');
    case 'resourceGroup':
      return vscode.l10n.t('resource group');
  }
}
