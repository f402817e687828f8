import * as vscode from 'vscode';
import type { SubscriptionList } from '../../azure/azure';
import type { Subscription } from '../../model/subscription';
import type { Tenant } from '../../model/tenant';
import { renderError } from '../render';
import type { ChosenTenant } from './memory';

interface Item extends vscode.QuickPickItem {
  readonly tenantId: string;
  /** Absent for a tenant that could not be read. */
  readonly subscription?: Subscription;
}

/**
 * Asks which subscriptions to show, those chosen before ticked. A tenant that could not be read can be kept, so that it is there to be repaired.
 * The account's own tenant comes first and is always among the answer. Undefined where the user gave up; nothing is asked where there is no choice.
 */
export async function chooseSubscriptions(
  home: string,
  tenants: readonly Tenant[],
  { subscriptions, failures }: SubscriptionList,
  before: readonly ChosenTenant[] | undefined,
): Promise<readonly ChosenTenant[] | undefined> {
  const wasChosen = (tenantId: string, subscriptionId?: string): boolean => {
    if (!before) return true;
    const tenant = before.find((each) => each.tenantId === tenantId);
    if (!tenant) return false;
    return subscriptionId === undefined || (tenant.subscriptionIds?.includes(subscriptionId) ?? true);
  };
  const nameOf = (tenantId: string): string => tenants.find((tenant) => tenant.tenantId === tenantId)?.name ?? tenantId;
  const ids = [...new Set([home, ...tenants.map(({ tenantId }) => tenantId), ...subscriptions.map(({ tenantId }) => tenantId)])];
  const items = ids.flatMap((tenantId): Item[] => {
    const failure = failures.find((each) => each.tenantId === tenantId);
    const listed = subscriptions.filter((each) => each.tenantId === tenantId).sort((a, b) => a.name.localeCompare(b.name));
    const rows = failure
      ? [{ label: `$(warning) ${nameOf(tenantId)}`, description: renderError(failure.error), tenantId, picked: wasChosen(tenantId) }]
      : listed.map((subscription) => ({
          label: subscription.name,
          description: subscription.id,
          tenantId,
          subscription,
          picked: wasChosen(tenantId, subscription.id),
        }));
    return rows.length === 0 ? [] : [{ label: nameOf(tenantId), kind: vscode.QuickPickItemKind.Separator, tenantId }, ...rows];
  });
  const choices = items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
  const picked = choices.length <= 1 ? choices : await ask(items);
  if (!picked) return undefined;
  return ids.flatMap((tenantId) => {
    const offered = choices.filter((item) => item.tenantId === tenantId);
    const taken = picked.filter((item) => item.tenantId === tenantId);
    if (taken.length === 0 && tenantId !== home) return [];
    const tenant = { tenantId, name: nameOf(tenantId) };
    return [
      taken.length === offered.length
        ? tenant
        : { ...tenant, subscriptionIds: taken.flatMap(({ subscription }) => subscription?.id ?? []) },
    ];
  });
}

async function ask(items: readonly Item[]): Promise<readonly Item[] | undefined> {
  let placeHolder = vscode.l10n.t('Which subscriptions do you want to see?');
  for (;;) {
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Select Subscriptions'),
      placeHolder,
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (picked?.length !== 0) return picked;
    placeHolder = vscode.l10n.t('Choose at least one subscription.');
  }
}
