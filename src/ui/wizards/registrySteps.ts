import * as vscode from 'vscode';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import { readSubscriptions } from '../perSubscription';
import type { Store } from '../store';
import type { Choice, Question } from './question';
import { pick, pickMany, unreadChoice } from './question';
import type { Answer } from './wizard';
import { next } from './wizard';

/**
 * Where there is none, offers to create one in place of the wizard that asks.
 * @param last what else may be chosen.
 */
export async function askRegistry<Other = never>(
  store: Store,
  question: Question,
  placeholder: string,
  last?: Choice<Other>,
): Promise<Answer<{ registry: Registry } | Other>> {
  const answer = await pick<Registry | 'create' | { readonly other: Other }>(question, {
    placeholder,
    load: async (signal) => [...(await registryChoices(store, signal)), ...(last ? [otherChoice(last)] : [])],
  });
  if (answer.kind !== 'next') return answer;
  if (answer.value !== 'create') return next('other' in answer.value ? answer.value.other : { registry: answer.value });
  void vscode.commands.executeCommand('keylessContainers.createRegistry');
  return { kind: 'cancel' };
}

function otherChoice<Other>({ value, ...choice }: Choice<Other>): Choice<{ readonly other: Other }> {
  return value === undefined ? choice : { ...choice, value: { other: value } };
}

/** Asks for one or more. */
export async function askRegistries(
  store: Store,
  question: Question,
  placeholder: string,
): Promise<Answer<{ registries: readonly Registry[] }>> {
  const answer = await pickMany<Registry | 'create'>(question, { placeholder, load: (signal) => registryChoices(store, signal) });
  if (answer.kind !== 'next') return answer;
  const registries = answer.value.filter((value) => value !== 'create');
  if (registries.length > 0) return next({ registries });
  void vscode.commands.executeCommand('keylessContainers.createRegistry');
  return { kind: 'cancel' };
}

async function registryChoices(store: Store, signal: AbortSignal): Promise<readonly Choice<Registry | 'create'>[]> {
  const { items, failed } = await readSubscriptions(store, ({ id }) => store.registries(id, signal), signal);
  const unread = unreadChoice<Registry | 'create'>(failed);
  const registries = [...items].sort((a, b) => a.name.localeCompare(b.name));
  if (registries.length === 0) {
    return [
      {
        label: `$(add) ${vscode.l10n.t('Create a registry…')}`,
        detail: vscode.l10n.t('There is none yet.'),
        alwaysShow: true,
        alone: true,
        value: 'create',
      },
      ...unread,
    ];
  }
  const choices = registries.map((registry): Choice<Registry | 'create'> => ({
    label: `$(package) ${registry.name}`,
    description: `${registry.sku} · ${registry.mode === 'abac' ? 'ABAC' : 'RBAC'}`,
    detail: `${registry.loginServer} — ${parseResourceId(registry.id)?.resourceGroup ?? ''}`,
    value: registry,
  }));
  return [...choices, ...unread];
}
