import * as vscode from 'vscode';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { Store } from '../store';
import type { Choice, Question } from './question';
import { pick, pickMany } from './question';
import type { Answer } from './wizard';
import { next } from './wizard';

/** Where there is none, offers to create one in place of the wizard that asks. */
export async function askRegistry(store: Store, question: Question, placeholder: string): Promise<Answer<{ registry: Registry }>> {
  const answer = await pick<Registry | 'create'>(question, { placeholder, load: (signal) => registryChoices(store, signal) });
  if (answer.kind !== 'next') return answer;
  if (answer.value !== 'create') return next({ registry: answer.value });
  void vscode.commands.executeCommand('keylessContainers.createRegistry');
  return { kind: 'cancel' };
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
  const subscriptions = await store.subscriptions(signal);
  const lists = await Promise.all(subscriptions.map(({ id }) => store.registries(id, signal)));
  const registries = lists.flat().sort((a, b) => a.name.localeCompare(b.name));
  if (registries.length === 0) {
    return [
      {
        label: `$(add) ${vscode.l10n.t('Create a registry…')}`,
        detail: vscode.l10n.t('There is none yet.'),
        alwaysShow: true,
        alone: true,
        value: 'create',
      },
    ];
  }
  return registries.map((registry) => ({
    label: `$(package) ${registry.name}`,
    description: `${registry.sku} · ${registry.mode === 'abac' ? 'ABAC' : 'RBAC'}`,
    detail: `${registry.loginServer} — ${parseResourceId(registry.id)?.resourceGroup ?? ''}`,
    value: registry,
  }));
}
