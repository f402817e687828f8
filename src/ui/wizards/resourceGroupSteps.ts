import * as vscode from 'vscode';
import { checkResourceGroupName } from '../../deploy/names';
import { resourceGroupId } from '../../model/resourceId';
import type { Subscription } from '../../model/subscription';
import type { GroupChoice } from '../../plan/resourceGroups';
import type { App } from '../app';
import { render } from '../render';
import type { Choice, Question } from './question';
import { pick, separator, text } from './question';
import type { Answer, Step } from './wizard';
import { next } from './wizard';

/** What the steps below find out. */
export interface GroupState {
  readonly group?: GroupChoice;
  /** Of a resource group to create: where, then its name. */
  readonly newGroupIn?: Subscription;
  readonly newGroupName?: string;
}

type GroupAnswer =
  { readonly kind: 'existing'; readonly group: GroupChoice } | { readonly kind: 'new'; readonly subscription: Subscription };

/**
 * Asks for a resource group; for a new one also its name and region.
 * @param near a resource whose group and region are suggested first.
 */
export function resourceGroupSteps<State extends GroupState>(
  app: App,
  placeholder: string,
  near: (state: State) => { readonly id: string; readonly location: string } | undefined,
  skip: (state: State) => boolean = () => false,
): readonly Step<State>[] {
  const part = (value: Partial<GroupState>): Answer<Partial<State>> => next(value as Partial<State>);
  return [
    {
      skip: (state) => skip(state) || state.group !== undefined,
      ask: async (state, question) => {
        const answer = await askGroup(app, placeholder, near(state)?.id, question);
        if (answer.kind !== 'next') return answer;
        return part(answer.value.kind === 'existing' ? { group: answer.value.group } : { newGroupIn: answer.value.subscription });
      },
    },
    {
      skip: (state) => skip(state) || !state.newGroupIn,
      ask: async (state, question) => {
        const answer = await askNewName(app, state.newGroupIn, question);
        return answer.kind === 'next' ? part({ newGroupName: answer.value }) : answer;
      },
    },
    {
      skip: (state) => skip(state) || !state.newGroupIn,
      ask: async (state, question) => {
        const { newGroupIn, newGroupName } = state;
        const answer = await askLocation(app, newGroupIn?.id ?? '', near(state)?.location, question);
        if (answer.kind !== 'next') return answer;
        const id = resourceGroupId(newGroupIn?.id ?? '', newGroupName ?? '');
        return part({ group: { id, location: answer.value, isNew: true } });
      },
    },
  ];
}

async function askGroup(app: App, placeholder: string, near: string | undefined, question: Question): Promise<Answer<GroupAnswer>> {
  return pick<GroupAnswer>(question, {
    placeholder,
    load: (signal) => groupChoices(app, signal),
    begin: (value) => value.kind === 'existing' && near !== undefined && near.toLowerCase().startsWith(`${value.group.id.toLowerCase()}/`),
  });
}

async function groupChoices(app: App, signal: AbortSignal): Promise<readonly Choice<GroupAnswer>[]> {
  const subscriptions = await app.store.subscriptions(signal);
  const lists = await Promise.all(
    subscriptions.map(async (subscription) => ({ subscription, groups: await app.store.resourceGroups(subscription.id, signal) })),
  );
  return lists.flatMap(({ subscription, groups }): Choice<GroupAnswer>[] => [
    separator(subscription.name),
    ...[...groups]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, location }): Choice<GroupAnswer> => {
        return { label: `$(folder) ${name}`, description: location, value: { kind: 'existing', group: { id, location, isNew: false } } };
      }),
    {
      label: `$(add) ${vscode.l10n.t('Create a new resource group')}`,
      description: subscription.name,
      value: { kind: 'new', subscription },
    },
  ]);
}

async function askNewName(app: App, subscription: Subscription | undefined, question: Question): Promise<Answer<string>> {
  return text(question, {
    prompt: vscode.l10n.t('Name of the new resource group'),
    value: '',
    check: (name) => {
      if (name === '') return vscode.l10n.t('A name is needed.');
      const problem = checkResourceGroupName(name);
      return problem && render(problem);
    },
    ask: async (name, signal) => {
      const groups = subscription ? await app.store.resourceGroups(subscription.id, signal) : [];
      const taken = groups.some((group) => group.name.toLowerCase() === name.toLowerCase());
      return taken ? vscode.l10n.t('There is a resource group “{0}” already; go back to choose it.', name) : undefined;
    },
  });
}

/** @param suggested the region to begin at. */
export async function askLocation(
  app: App,
  subscriptionId: string,
  suggested: string | undefined,
  question: Question,
): Promise<Answer<string>> {
  return pick<string>(question, {
    placeholder: vscode.l10n.t('Region'),
    load: async (signal) => {
      const locations = await (await app.azure()).subscriptions.locations(subscriptionId, signal);
      return locations.map(({ name, displayName }) => ({ label: displayName, description: name, value: name }));
    },
    begin: (name) => name === suggested,
  });
}
