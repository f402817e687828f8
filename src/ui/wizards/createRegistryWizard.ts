import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { checkRegistryName } from '../../deploy/names';
import { message } from '../../model/message';
import type { RoleAssignmentMode } from '../../model/registry';
import { parseResourceId, resourceId } from '../../model/resourceId';
import type { EnsureRegistry, Plan } from '../../plan/plan';
import { inGroup, resourceGroupOperations } from '../../plan/resourceGroups';
import type { App } from '../app';
import { render } from '../render';
import { pick, text } from './question';
import type { GroupState } from './resourceGroupSteps';
import { resourceGroupSteps } from './resourceGroupSteps';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

type Sku = EnsureRegistry['sku'];

interface RegistryState extends GroupState {
  readonly name?: string;
  readonly sku?: Sku;
  readonly mode?: RoleAssignmentMode;
}

/** Name → SKU → role assignment mode → resource group → the plan. */
export async function createRegistryWizard(app: App): Promise<Plan | undefined> {
  const session = await app.sessions.require();
  const state = await runWizard<RegistryState>(vscode.l10n.t('Create Registry'), steps(app), {});
  if (!state?.name || !state.sku || !state.mode || !state.group) return undefined;
  const { name, sku, mode, group } = state;
  const parsed = parseResourceId(group.id);
  const id = resourceId(parsed?.subscriptionId ?? '', parsed?.name ?? '', 'Microsoft.ContainerRegistry/registries', name);
  return {
    id: randomUUID(),
    title: message('plan.title.createRegistry', { name }),
    target: session.target,
    operations: [
      ...resourceGroupOperations(group),
      { kind: 'registry', key: 'registry', id, location: group.location, sku, mode, ...inGroup(group) },
    ],
  };
}

function steps(app: App): readonly Step<RegistryState>[] {
  return [
    {
      ask: async ({ name }, question) => {
        const answer = await text(question, {
          prompt: vscode.l10n.t('Name of the registry: unique in all of Azure, 5 to 50 letters and numbers'),
          value: name ?? '',
          check: (value) => {
            if (value === '') return vscode.l10n.t('A name is needed.');
            const problem = checkRegistryName(value);
            return problem && render(problem);
          },
          ask: async (value, signal) => {
            const [subscription] = await app.store.subscriptions(signal);
            const found = await (await app.azure()).registries.checkName(subscription?.id ?? '', value, signal);
            return found.available ? undefined : (found.reason ?? vscode.l10n.t('The registry name “{0}” is taken.', value));
          },
        });
        return answer.kind === 'next' ? next({ name: answer.value }) : answer;
      },
    },
    {
      ask: async (_state, question) => {
        const answer = await pick<Sku>(question, {
          placeholder: vscode.l10n.t('SKU'),
          load: async () => [
            {
              label: 'Basic',
              detail: vscode.l10n.t('For learning and small teams. Everything this extension does works with it.'),
              value: 'Basic',
            },
            { label: 'Standard', detail: vscode.l10n.t('More storage and throughput, for most production needs.'), value: 'Standard' },
            { label: 'Premium', detail: vscode.l10n.t('Private endpoints, network rules, geo-replication.'), value: 'Premium' },
          ],
        });
        return answer.kind === 'next' ? next({ sku: answer.value }) : answer;
      },
    },
    {
      ask: async (_state, question) => {
        const answer = await pick<RoleAssignmentMode>(question, {
          placeholder: vscode.l10n.t('Role assignment mode'),
          load: async () => [
            {
              label: vscode.l10n.t('RBAC registry + ABAC repository permissions'),
              detail: vscode.l10n.t(
                'Roles can be narrowed to repositories. To pull: Container Registry Repository Reader; AcrPull is ignored.',
              ),
              value: 'abac',
            },
            {
              label: vscode.l10n.t('RBAC registry permissions'),
              detail: vscode.l10n.t('Roles are for the whole registry. To pull: AcrPull.'),
              value: 'legacy',
            },
          ],
        });
        return answer.kind === 'next' ? next({ mode: answer.value }) : answer;
      },
    },
    ...resourceGroupSteps<RegistryState>(app, vscode.l10n.t('Resource group of the registry'), () => undefined),
  ];
}
