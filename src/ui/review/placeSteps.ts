import * as vscode from 'vscode';
import type { Workspace as AddedWorkspace } from '../../deploy/additions';
import { regionName } from '../../deploy/preflight';
import { parseResourceId, resourceName } from '../../model/resourceId';
import type { Subnet } from '../../model/subnet';
import { containerGroupDelegation, isDelegatedTo } from '../../model/subnet';
import { readSubscriptions } from '../perSubscription';
import type { Store } from '../store';
import type { Choice, Question } from '../wizards/question';
import { pick, text, unreadChoice } from '../wizards/question';
import type { Answer } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';

/** Asks for a subnet of the group's region; a typed resource ID is taken as well, since not everybody may list them. */
export async function askSubnet(store: Store, location: string | undefined, question: Question): Promise<Answer<string>> {
  return pick<string>(question, {
    placeholder: vscode.l10n.t('Subnet of the container group, or type its resource ID'),
    load: async (signal) => {
      const { items, failed } = await readSubscriptions(store, ({ id }) => store.subnets(id, signal), signal);
      const near = items.filter((subnet) => location === undefined || regionName(subnet.location) === regionName(location));
      if (near.length === 0)
        return [
          { label: `$(info) ${vscode.l10n.t('There is no subnet in the region of the group.')}`, alwaysShow: true },
          ...unreadChoice<string>(failed),
        ];
      const sorted = [...near].sort((a, b) => Number(isTaken(a)) - Number(isTaken(b)) || a.name.localeCompare(b.name));
      return [...sorted.map(subnetChoice), ...unreadChoice<string>(failed)];
    },
    typed: (written) =>
      parseResourceId(written)?.type.toLowerCase() === 'microsoft.network/virtualnetworks/subnets'
        ? [{ label: vscode.l10n.t('Use “{0}”', resourceName(written)), value: written }]
        : [],
  });
}

function subnetChoice(subnet: Subnet): Choice<string> {
  const { id, name, networkId, addressPrefixes } = subnet;
  return {
    label: `$(${isTaken(subnet) ? 'warning' : 'type-hierarchy-sub'}) ${name}`,
    description: `${resourceName(networkId)} · ${addressPrefixes.join(', ')}`,
    detail: delegationText(subnet),
    value: id,
  };
}

function delegationText(subnet: Subnet): string {
  if (isTaken(subnet)) return vscode.l10n.t('Delegated to {0}: container groups cannot be in it.', subnet.delegations.join(', '));
  if (subnet.delegations.length === 0) return vscode.l10n.t('The plan delegates it to Container Instances.');
  return subnet.natGateway === undefined
    ? vscode.l10n.t('Delegated to Container Instances. Without a NAT gateway.')
    : vscode.l10n.t('Delegated to Container Instances. With a NAT gateway.');
}

function isTaken(subnet: Subnet): boolean {
  return subnet.delegations.length > 0 && !isDelegatedTo(subnet, containerGroupDelegation);
}

/** Asks for a workspace, and its key. */
export async function askWorkspace(store: Store): Promise<AddedWorkspace | undefined> {
  interface State {
    readonly id?: string;
    readonly key?: string;
  }
  const state = await runWizard<State>(
    vscode.l10n.t('Add Log Analytics'),
    [
      {
        ask: async (_state, question) => {
          const answer = await pick<string>(question, {
            placeholder: vscode.l10n.t('Workspace, or type its workspace ID'),
            load: (signal) => workspaceChoices(store, signal),
            typed: (written) =>
              /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written)
                ? [{ label: vscode.l10n.t('Use “{0}”', written), value: written }]
                : [],
          });
          return answer.kind === 'next' ? next({ id: answer.value }) : answer;
        },
      },
      {
        ask: async (_state, question) => {
          const answer = await text(question, {
            prompt: vscode.l10n.t('Key of the workspace'),
            value: '',
            isSecret: true,
            check: (value) => (value === '' ? vscode.l10n.t('A value is needed.') : undefined),
          });
          return answer.kind === 'next' ? next({ key: answer.value }) : answer;
        },
      },
    ],
    {},
  );
  return state?.id === undefined || state.key === undefined ? undefined : { workspaceId: state.id, workspaceKey: state.key };
}

async function workspaceChoices(store: Store, signal: AbortSignal): Promise<readonly Choice<string>[]> {
  const { items, failed } = await readSubscriptions(store, ({ id }) => store.workspaces(id, signal), signal);
  const unread = unreadChoice<string>(failed);
  if (items.length === 0) return [{ label: `$(info) ${vscode.l10n.t('There is no workspace yet.')}`, alwaysShow: true }, ...unread];
  const choices = [...items]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, location, customerId }) => ({
      label: `$(graph) ${name}`,
      description: location,
      detail: parseResourceId(id)?.resourceGroup ?? '',
      value: customerId,
    }));
  return [...choices, ...unread];
}
