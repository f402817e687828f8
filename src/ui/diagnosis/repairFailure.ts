import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { FailureRepair } from '../../deploy/failure/judgeFailure';
import { isSettled, repairedDefinition } from '../../deploy/failure/planFailureRepair';
import { planEditedRedeploy, planRedeploy } from '../../deploy/planRedeploy';
import { hidesSecrets } from '../../deploy/redeployable';
import type { ContainerGroup } from '../../model/containerGroup';
import { message } from '../../model/message';
import { takeSecrets } from '../../model/secrets';
import type { App } from '../app';
import type { Plans } from '../plans/plans';
import { askRegion } from '../wizards/askRegion';

const lookMs = 3_000;
const longestMs = 5 * 60_000;

/** Does what a cause calls for. Resolves to whether something was run, so that the group is worth another look. */
export async function repairFailure(app: App, plans: Plans, group: ContainerGroup, repair: FailureRepair): Promise<boolean> {
  const { target } = await app.sessions.require();
  const { id, name } = group;
  switch (repair.kind) {
    case 'logs':
      await vscode.commands.executeCommand('keylessContainers.openLogs', id);
      return false;
    case 'edit':
      await plans.show(planEditedRedeploy(target, group));
      return false;
    case 'restart':
      await plans.runNow({
        id: randomUUID(),
        title: message('plan.title.restart', { name }),
        target,
        operations: [{ kind: 'restartGroup', key: 'act', id }],
      });
      return true;
    case 'redeploy':
      if (!hidesSecrets(group.definition)) return (await plans.runNow(planRedeploy(target, [group]))).status === 'succeeded';
      await plans.show(planEditedRedeploy(target, group));
      return false;
    case 'region': {
      const location = await askRegion(app, id, group.location, vscode.l10n.t('Deploy in Another Region'));
      const moved = location === undefined ? undefined : repairedDefinition(group, repair, location);
      // It is deleted first, with its address: that is to be seen before.
      if (moved) await plans.show(planEditedRedeploy(target, group, moved));
      return false;
    }
    case 'memory':
    case 'smaller':
    case 'delay':
    case 'variable':
    case 'restartOnFailure': {
      const value = repair.kind === 'variable' ? await askValue(repair.name) : '';
      const changed = value === undefined ? undefined : repairedDefinition(group, repair, value);
      if (!changed) return false;
      // What was typed stays in memory, for this one run.
      const { definition, secrets } = takeSecrets(changed);
      const plan = planEditedRedeploy(target, group, definition);
      if (hidesSecrets(group.definition)) {
        await plans.show(plan, secrets);
        return false;
      }
      return (await plans.runNow(plan, secrets)).status === 'succeeded';
    }
  }
}

/** Watches a group until it can be told whether it runs: false where it could not in five minutes. */
export async function untilSettled(app: App, groupId: string, signal: AbortSignal): Promise<boolean> {
  const { azure, clock } = await app.sessions.require();
  const giveUpAt = clock.now() + longestMs;
  while (clock.now() < giveUpAt && !signal.aborted) {
    const group = await azure.containerGroups.get(groupId, signal);
    if (!group || isSettled(group, clock.now())) return true;
    await clock.sleep(lookMs, signal);
  }
  return false;
}

/** As a password: what a program misses is a connection string as often as not. */
async function askValue(name: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Set {0}', name),
    prompt: vscode.l10n.t('It is sent as a secure value, which Azure never gives back.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? vscode.l10n.t('A value is needed.') : undefined),
  });
}
