import * as vscode from 'vscode';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { App } from '../app';
import { readSubscriptions } from '../perSubscription';
import type { Store } from '../store';
import type { TreeNode } from '../tree/node';
import { askRepository, askTag } from '../wizards/imageSteps';
import type { Choice, Question } from '../wizards/question';
import { pick, separator, unreadChoice } from '../wizards/question';
import { imageOfNode } from '../wizards/imageOfNode';
import { askRegistry } from '../wizards/registrySteps';
import type { Answer, Step } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';
import type { Subject } from './subject';

interface State {
  readonly groupId?: string;
  readonly identity?: ManagedIdentity;
  readonly registry?: Registry;
  readonly repository?: string;
  readonly suffix?: string;
  /** Said to be any: nothing narrower is asked. */
  readonly any?: boolean;
}

type Puller = { readonly groupId: string } | { readonly identity: ManagedIdentity };

/** Who pulls → registry → repository, or any → tag, or any. What a node of the tree says already is not asked. */
export async function subjectWizard(app: App, node: TreeNode | undefined): Promise<Subject | undefined> {
  const state = await runWizard<State>(vscode.l10n.t('Diagnose Pull Access'), steps(app), startOf(node));
  if (state?.groupId !== undefined) return { kind: 'group', groupId: state.groupId };
  if (!state?.identity || !state.registry) return undefined;
  const { identity, registry, repository, suffix } = state;
  return {
    kind: 'identity',
    identity,
    registry,
    ...(repository === undefined ? {} : { repository }),
    ...(suffix === undefined ? {} : { suffix }),
  };
}

function startOf(node: TreeNode | undefined): State {
  switch (node?.kind) {
    case 'containerGroup':
      return { groupId: node.group.id };
    case 'container':
      return { groupId: node.parent.group.id };
    case 'use':
      return { groupId: node.use.group.id };
    case 'identity':
      return { identity: node.identity };
    case 'role': {
      const [only, another] = node.registries;
      return { identity: node.identity, ...(only && !another ? { registry: only } : {}) };
    }
    case 'access':
      return { registry: node.registry };
    default:
      return imageOfNode(node);
  }
}

function steps(app: App): readonly Step<State>[] {
  const { store } = app;
  const isGroup = ({ groupId }: State): boolean => groupId !== undefined;
  return [
    {
      skip: (state) => isGroup(state) || state.identity !== undefined,
      ask: async (state, question) => {
        const answer = await pick<Puller>(question, {
          placeholder: vscode.l10n.t('Who pulls?'),
          load: (signal) => pullerChoices(store, state.registry === undefined, signal),
        });
        return answer.kind === 'next' ? next(answer.value) : answer;
      },
    },
    {
      skip: (state) => isGroup(state) || state.registry !== undefined,
      ask: (_state, question) => askRegistry(store, question, vscode.l10n.t('Registry to pull from')),
    },
    {
      skip: (state) => isGroup(state) || state.repository !== undefined || state.any === true,
      ask: async ({ registry }, question) =>
        registry ? askAny(() => askRepository(store, registry, question, anyRepository())) : { kind: 'back' },
    },
    {
      skip: (state) => isGroup(state) || state.suffix !== undefined || state.any === true,
      ask: async ({ registry, repository }, question) => {
        if (!registry || repository === undefined) return { kind: 'back' };
        const { clock } = await app.sessions.require();
        return askAny(() => askTag(store, registry, repository, clock.now(), question, anyTag()));
      },
    },
  ];
}

function anyRepository(): Choice<'any'> {
  return {
    label: `$(circle-large-outline) ${vscode.l10n.t('Any repository')}`,
    detail: vscode.l10n.t('Whether it can pull from the registry at all.'),
    value: 'any',
  };
}

function anyTag(): Choice<'any'> {
  return {
    label: `$(circle-large-outline) ${vscode.l10n.t('Any tag')}`,
    detail: vscode.l10n.t('Without a look at one image.'),
    value: 'any',
  };
}

async function askAny(ask: () => Promise<Answer<Partial<State> | 'any'>>): Promise<Answer<Partial<State>>> {
  const answer = await ask();
  if (answer.kind !== 'next') return answer;
  return next(answer.value === 'any' ? { any: true } : answer.value);
}

async function pullerChoices(store: Store, withGroups: boolean, signal: AbortSignal): Promise<readonly Choice<Puller>[]> {
  const [identities, groups] = await Promise.all([
    readSubscriptions(store, ({ id }) => store.identities(id, signal), signal),
    withGroups ? readSubscriptions(store, ({ id }) => store.containerGroups(id, signal), signal) : undefined,
  ]);
  const unread = [...new Set([...identities.failed, ...(groups?.failed ?? [])])];
  const byName = <T extends { readonly name: string }>(items: readonly T[]): readonly T[] =>
    [...items].sort((a, b) => a.name.localeCompare(b.name));
  const place = (id: string): string => parseResourceId(id)?.resourceGroup ?? '';
  const ofGroups = byName(groups?.items ?? []).map(({ id, name }): Choice<Puller> => ({
    label: `$(server-environment) ${name}`,
    description: place(id),
    value: { groupId: id },
  }));
  const ofIdentities = byName(identities.items).map((identity): Choice<Puller> => ({
    label: `$(account) ${identity.name}`,
    description: place(identity.id),
    value: { identity },
  }));
  if (unread.length === 0 && ofGroups.length + ofIdentities.length === 0) {
    return [{ label: `$(info) ${vscode.l10n.t('There is no managed identity and no container group yet.')}`, alwaysShow: true }];
  }
  return [
    ...(ofGroups.length > 0 ? [separator<Puller>(vscode.l10n.t('container groups')), ...ofGroups] : []),
    ...(ofIdentities.length > 0 ? [separator<Puller>(vscode.l10n.t('managed identities')), ...ofIdentities] : []),
    ...unreadChoice<Puller>(unread),
  ];
}

/** An identity for a group to pull with. */
export async function askIdentityId(app: App): Promise<string | undefined> {
  const question: Question = { title: vscode.l10n.t('Pull With a Managed Identity'), step: 1, steps: 1, canGoBack: false };
  const answer = await pick<Puller>(question, {
    placeholder: vscode.l10n.t('Managed identity to pull with'),
    load: (signal) => pullerChoices(app.store, false, signal),
  });
  return answer.kind === 'next' && 'identity' in answer.value ? answer.value.identity.id : undefined;
}
