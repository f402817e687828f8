import * as vscode from 'vscode';
import type { Addition } from '../../deploy/additions';
import { additions, containersOf, isWindows } from '../../deploy/additions';
import { checkDnsLabel } from '../../deploy/names';
import { suggestName } from '../../deploy/newDefinition';
import { canonical } from '../../deploy/properties/canonical';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { render } from '../render';
import type { Choice } from '../wizards/question';
import { text } from '../wizards/question';
import { next, runWizard } from '../wizards/wizard';
import type { AdditionRow } from './adding';
import { choose, single } from './additionQuestions';
import { askSubnet, askWorkspace } from './placeSteps';

export function groupRows(): readonly AdditionRow[] {
  const oneOf = (
    icon: string,
    label: string,
    detail: string,
    choices: (definition: ContainerGroupDefinition) => readonly Choice<string>[],
    make: (definition: ContainerGroupDefinition, value: string) => Addition,
  ): AdditionRow => ({
    icon,
    label,
    detail,
    ask: async ({ definition }) => {
      const value = await single(label, (question) => choose(question, detail, choices(definition)));
      return value === undefined ? undefined : make(definition, value);
    },
  });
  return [
    {
      icon: 'link',
      label: vscode.l10n.t('DNS Name Label…'),
      detail: vscode.l10n.t('A name for the public address, and who else may come to have it.'),
      ask: async ({ definition }) => {
        const name = containersOf(canonical(definition))[0]?.name ?? 'app';
        const state = await runWizard<{ label?: string; scope?: string }>(
          vscode.l10n.t('Add DNS Name Label'),
          [
            {
              ask: async (_state, question) => {
                const answer = await text(question, {
                  prompt: vscode.l10n.t('DNS name label'),
                  value: suggestName(name),
                  check: (label) => {
                    const problem = checkDnsLabel(label);
                    return problem && render(problem);
                  },
                });
                return answer.kind === 'next' ? next({ label: answer.value }) : answer;
              },
            },
            {
              ask: async (_state, question) => {
                const answer = await choose(question, vscode.l10n.t('Who may reuse the label when the group is gone'), reuseScopes());
                return answer.kind === 'next' ? next({ scope: answer.value }) : answer;
              },
            },
          ],
          {},
        );
        const { label, scope } = state ?? {};
        return label === undefined || scope === undefined ? undefined : additions.dnsLabel(definition, { label, scope });
      },
    },
    oneOf(
      'debug-restart',
      vscode.l10n.t('Restart Policy…'),
      vscode.l10n.t('Whether containers that end are started again.'),
      () => [
        azures('Always', vscode.l10n.t('for services')),
        azures('OnFailure', vscode.l10n.t('for jobs that may be tried again')),
        azures('Never', vscode.l10n.t('for jobs that run once')),
      ],
      additions.restartPolicy,
    ),
    {
      icon: 'type-hierarchy-sub',
      label: vscode.l10n.t('Subnet…'),
      detail: vscode.l10n.t('The group gets a private address in a virtual network.'),
      ask: async ({ app, definition }) => {
        const id = await single(vscode.l10n.t('Add Subnet'), (question) => askSubnet(app.store, definition.location, question));
        return id === undefined ? undefined : additions.subnet(definition, id);
      },
    },
    {
      icon: 'graph',
      label: vscode.l10n.t('Log Analytics…'),
      detail: vscode.l10n.t('Logs and events are kept in a workspace.'),
      ask: async ({ app, definition }) => {
        const workspace = await askWorkspace(app.store);
        return workspace && additions.logAnalytics(definition, workspace);
      },
    },
    oneOf(
      'map',
      vscode.l10n.t('Availability Zone…'),
      vscode.l10n.t('The zone of the region that the group runs in.'),
      () => ['1', '2', '3'].map((zone) => ({ label: zone, value: zone })),
      additions.zone,
    ),
    {
      icon: 'flame',
      label: vscode.l10n.t('Spot Priority'),
      detail: vscode.l10n.t('Cheaper; Azure may take the capacity back. Without an address and a subnet.'),
      ask: () => Promise.resolve(additions.spot()),
    },
    oneOf(
      'server-environment',
      vscode.l10n.t('SKU…'),
      vscode.l10n.t('What kind of machine the group runs on.'),
      (definition) =>
        ['Standard', ...(isWindows(definition) ? [] : ['Confidential']), 'Dedicated'].map((sku) => ({ label: sku, value: sku })),
      additions.sku,
    ),
    {
      icon: 'account',
      label: vscode.l10n.t('System-Assigned Identity for the App'),
      detail: vscode.l10n.t('For what runs in the containers. It cannot pull images.'),
      ask: ({ definition }) => Promise.resolve(additions.systemIdentity(definition)),
    },
    oneOf(
      'device-desktop',
      vscode.l10n.t('Operating System…'),
      vscode.l10n.t('Of all containers of the group.'),
      () => ['Linux', 'Windows'].map((os) => ({ label: os, value: os })),
      additions.osType,
    ),
  ];
}

/** https://learn.microsoft.com/azure/container-instances/how-to-reuse-dns-names */
function reuseScopes(): readonly Choice<string>[] {
  return [
    azures('Unsecure', vscode.l10n.t('Anybody: the name is the label alone.')),
    azures('TenantReuse', vscode.l10n.t('Those of your tenant. A hash is added to the name.')),
    azures('SubscriptionReuse', vscode.l10n.t('Those of the subscription. A hash is added to the name.')),
    azures('ResourceGroupReuse', vscode.l10n.t('Those of the resource group. A hash is added to the name.')),
    azures('Noreuse', vscode.l10n.t('Nobody. A hash is added to the name.')),
  ];
}

/** A value as Azure spells it. */
function azures(value: string, detail: string): Choice<string> {
  return { label: value, detail, value };
}
