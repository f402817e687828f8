import * as vscode from 'vscode';
import type { Verdict } from '../../access/effectiveAccess';
import type { IdentityChoice } from '../../access/planGrant';
import { planGrant } from '../../access/planGrant';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { resourceId } from '../../model/resourceId';
import { parseResourceId } from '../../model/resourceId';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { askIdentity, askNewIdentityName, pullJudge } from './identitySteps';
import { askRegistry } from './registrySteps';
import type { GroupState } from './resourceGroupSteps';
import { resourceGroupSteps } from './resourceGroupSteps';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

interface GrantState extends GroupState {
  readonly registry?: Registry;
  readonly identity?: ManagedIdentity;
  readonly verdict?: Verdict;
  /** A new identity is wanted. */
  readonly create?: boolean;
  readonly newName?: string;
}

/** Registry → identity, or a new one with its name and place → the plan. Undefined where the user cancelled. */
export async function grantWizard(app: App, start: Pick<GrantState, 'registry' | 'identity'>): Promise<Plan | undefined> {
  const session = await app.sessions.require();
  const state = await runWizard<GrantState>(vscode.l10n.t('Grant Pull Access'), steps(app), start);
  if (!state?.registry) return undefined;
  // An identity that the wizard began with was not chosen from a list of judged ones.
  const verdict = state.verdict ?? (state.identity && (await pullJudge(app.store, state.registry, undefined))(state.identity));
  return planGrant(session.target, state.registry, chosenIdentity(state), state.group, verdict);
}

function steps(app: App): readonly Step<GrantState>[] {
  const { store } = app;
  return [
    {
      skip: ({ registry }) => registry !== undefined,
      ask: (_state, question) => askRegistry(store, question, vscode.l10n.t('Registry to pull from')),
    },
    {
      skip: ({ identity }) => identity !== undefined,
      ask: async ({ registry }, question) => {
        if (!registry) return { kind: 'back' };
        const answer = await askIdentity(store, registry, undefined, question);
        if (answer.kind !== 'next') return answer;
        return next(answer.value.kind === 'new' ? { create: true } : { identity: answer.value.identity, verdict: answer.value.verdict });
      },
    },
    {
      skip: ({ create }) => !create,
      ask: async ({ registry }, question) => {
        const answer = await askNewIdentityName(question, `${registry?.name ?? 'registry'}-pull`, await identityNames(app));
        return answer.kind === 'next' ? next({ newName: answer.value }) : answer;
      },
    },
    ...resourceGroupSteps<GrantState>(
      app,
      vscode.l10n.t('Resource group of the new identity'),
      ({ registry }) => registry,
      ({ create }) => !create,
    ),
  ];
}

export async function identityNames(app: App): Promise<readonly string[]> {
  const subscriptions = await app.store.subscriptions();
  const lists = await Promise.all(subscriptions.map(({ id }) => app.store.identities(id)));
  return lists.flat().map(({ name }) => name);
}

function chosenIdentity({ identity, newName, group }: GrantState): IdentityChoice {
  if (identity) return { kind: 'existing', id: identity.id, principalId: identity.principalId };
  return newIdentity(newName ?? '', group);
}

export function newIdentity(name: string, group: GroupState['group']): IdentityChoice {
  const parsed = parseResourceId(group?.id ?? '');
  const id = resourceId(parsed?.subscriptionId ?? '', parsed?.name ?? '', 'Microsoft.ManagedIdentity/userAssignedIdentities', name);
  return { kind: 'new', id, location: group?.location ?? '' };
}
