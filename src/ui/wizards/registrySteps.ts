import * as vscode from 'vscode';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { Store } from '../store';
import type { Choice, Question } from './question';
import { pick } from './question';
import type { Answer } from './wizard';
import { next } from './wizard';

export async function askRegistry(store: Store, question: Question, placeholder: string): Promise<Answer<{ registry: Registry }>> {
  const answer = await pick<Registry>(question, { placeholder, load: (signal) => registryChoices(store, signal) });
  return answer.kind === 'next' ? next({ registry: answer.value }) : answer;
}

async function registryChoices(store: Store, signal: AbortSignal): Promise<readonly Choice<Registry>[]> {
  const subscriptions = await store.subscriptions(signal);
  const lists = await Promise.all(subscriptions.map(({ id }) => store.registries(id, signal)));
  const registries = lists.flat().sort((a, b) => a.name.localeCompare(b.name));
  if (registries.length === 0) {
    return [
      {
        label: vscode.l10n.t('No registries'),
        detail: vscode.l10n.t('Create one first: Keyless Containers: Create Registry…'),
        alwaysShow: true,
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
