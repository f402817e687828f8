import * as vscode from 'vscode';
import type { Ability } from '../../access/abilities';
import type { GrantScope } from '../../access/grantRequest';
import { grantRole } from '../../access/grantRole';
import { parseResourceId } from '../../model/resourceId';
import type { Registry } from '../../model/registry';
import type { Store } from '../store';
import type { IdentityAnswer, Wanted } from './identitySteps';
import { identityChoices } from './identitySteps';
import { isObjectId } from './principalSteps';
import type { Choice, Question } from './question';
import { pick, pickMany, separator } from './question';
import type { Answer } from './wizard';

/** Where a grant applies: at scopes, or at registries and some of their repositories. */
export type Where = GrantScope | 'repositories';

export async function askAbility(registries: readonly Registry[] | undefined, question: Question): Promise<Answer<Ability>> {
  const choice = (ability: Ability, icon: string, label: string): Choice<Ability> => {
    const modes = registries?.map(({ mode }) => mode) ?? (['legacy', 'abac'] as const);
    const roles = [...new Set(modes.map((mode) => grantRole(ability, mode).name))];
    return { label: `$(${icon}) ${label}`, detail: roles.join(' · '), value: ability };
  };
  return pick<Ability>(question, {
    placeholder: vscode.l10n.t('What to grant'),
    load: async () => [
      choice('pull', 'cloud-download', vscode.l10n.t('Pull images')),
      choice('push', 'cloud-upload', vscode.l10n.t('Pull and push images')),
      choice('delete', 'trash', vscode.l10n.t('Delete images')),
      choice('list', 'list-unordered', vscode.l10n.t('List the catalog of repositories')),
    ],
  });
}

export async function askWhere(
  store: Store,
  registries: readonly Registry[],
  ability: Ability,
  question: Question,
): Promise<Answer<Where>> {
  const names = registries.map(({ name }) => name).join(', ');
  const within = (of: (registry: Registry) => string): string => [...new Set(registries.map(of))].join(', ');
  const group = within(({ id }) => parseResourceId(id)?.resourceGroup ?? '');
  const isOne = registries.length === 1;
  return pick<Where>(question, {
    placeholder: vscode.l10n.t('Where to grant it'),
    load: async (signal) => {
      const subscriptions = new Map((await store.subscriptions(signal)).map(({ id, name }) => [id, name]));
      const subscription = within(({ id }) => subscriptions.get(parseResourceId(id)?.subscriptionId ?? '') ?? '');
      return [
        {
          label: `$(package) ${isOne ? vscode.l10n.t('This registry') : vscode.l10n.t('These registries')}`,
          description: names,
          value: 'registry',
        },
        narrowChoice(registries, ability),
        separator(vscode.l10n.t('wider: also what is created there later')),
        { label: `$(folder) ${vscode.l10n.t('All registries of the resource group')}`, description: group, value: 'resourceGroup' },
        { label: `$(layers) ${vscode.l10n.t('All registries of the subscription')}`, description: subscription, value: 'subscription' },
      ];
    },
  });
}

/** Where narrowing can't be had, it says why and can't be chosen. */
function narrowChoice(registries: readonly Registry[], ability: Ability): Choice<Where> {
  const label = vscode.l10n.t('Only some repositories…');
  const refused = (detail: string): Choice<Where> => ({ label: `$(circle-slash) ${label}`, detail });
  if (ability === 'list') return refused(vscode.l10n.t('Not possible: a catalog is listed as a whole.'));
  const classic = registries.filter(({ mode }) => mode === 'legacy').map(({ name }) => name);
  if (classic.length === 0) return { label: `$(repo) ${label}`, value: 'repositories' };
  return refused(vscode.l10n.t('Not possible at {0}: it takes a registry that uses ABAC repository permissions.', classic.join(', ')));
}

/** Whom to grant something: identities, one to create, or whoever has an object id. */
export type Who = IdentityAnswer | { readonly kind: 'byId'; readonly id: string };

export async function askWho(store: Store, wanted: Wanted, question: Question): Promise<Answer<readonly Who[]>> {
  return pickMany<Who>(question, {
    placeholder: vscode.l10n.t('Who gets access: one or several. An object id can be pasted.'),
    load: async (signal) => {
      const choices: readonly Choice<Who>[] = await identityChoices(store, wanted, signal);
      const other: Choice<Who> = {
        label: `$(person) ${vscode.l10n.t('Another principal by its id…')}`,
        detail: vscode.l10n.t('A service principal, a group or a user.'),
        value: { kind: 'byId', id: '' },
      };
      const after = choices.findIndex(({ value }) => value?.kind === 'new') + 1;
      return [...choices.slice(0, after), other, ...choices.slice(after)];
    },
    typed: (id) =>
      isObjectId(id) ? [{ label: `$(person) ${id}`, detail: vscode.l10n.t('Look up whose id this is.'), value: { kind: 'byId', id } }] : [],
  });
}
