import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { readGrantFacts } from '../../access/grantFacts';
import type { GrantRequest, IdentityChoice } from '../../access/grantRequest';
import type { PullGrant } from '../../access/planGrant';
import { pullGrant } from '../../access/planGrant';
import type { Azure } from '../../azure/azure';
import { checkGroupName } from '../../deploy/names';
import { newDefinition, suggestLabel, suggestName } from '../../deploy/newDefinition';
import { containerInstances, planDeploy } from '../../deploy/planDeploy';
import type { Registry } from '../../model/registry';
import { parseResourceId, resourceId } from '../../model/resourceId';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { render } from '../render';
import { identityNames, newIdentity } from './grantWizard';
import type { IdentityAnswer } from './identitySteps';
import { askIdentity, askNewIdentityName } from './identitySteps';
import { askRepository, askTag } from './imageSteps';
import { text } from './question';
import { askRegistry } from './registrySteps';
import type { GroupState } from './resourceGroupSteps';
import { resourceGroupSteps } from './resourceGroupSteps';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

interface DeployState extends GroupState {
  readonly registry?: Registry;
  readonly repository?: string;
  /** `:tag` or `@sha256:…`. */
  readonly suffix?: string;
  readonly who?: IdentityAnswer;
  readonly newIdentityName?: string;
  readonly name?: string;
}

/** Registry → image → identity → name → resource group; the rest has defaults, to be changed on the review page. */
export async function deployWizard(app: App, start: Pick<DeployState, 'registry' | 'repository' | 'suffix'>): Promise<Plan | undefined> {
  const state = await runWizard<DeployState>(vscode.l10n.t('Deploy Container Group'), steps(app), start);
  return state && plan(app, state);
}

function steps(app: App): readonly Step<DeployState>[] {
  const { store } = app;
  return [
    {
      skip: ({ registry }) => registry !== undefined,
      ask: (_state, question) => askRegistry(store, question, vscode.l10n.t('Registry of the image')),
    },
    {
      skip: ({ repository }) => repository !== undefined,
      ask: async ({ registry }, question) => (registry ? askRepository(store, registry, question) : { kind: 'back' }),
    },
    {
      skip: ({ suffix }) => suffix !== undefined,
      ask: async ({ registry, repository }, question) => {
        if (!registry || repository === undefined) return { kind: 'back' };
        const { clock } = await app.sessions.require();
        return askTag(store, registry, repository, clock.now(), question);
      },
    },
    {
      ask: async ({ registry, repository }, question) => {
        if (!registry || repository === undefined) return { kind: 'back' };
        const answer = await askIdentity(store, registry, repository, question);
        return answer.kind === 'next' ? next({ who: answer.value }) : answer;
      },
    },
    {
      skip: ({ who }) => who?.kind !== 'new',
      ask: async ({ repository }, question) => {
        const suggestion = `${suggestName(repository ?? '')}-pull`;
        const answer = await askNewIdentityName(question, suggestion, await identityNames(app));
        return answer.kind === 'next' ? next({ newIdentityName: answer.value }) : answer;
      },
    },
    {
      ask: async ({ repository }, question) => {
        const answer = await text(question, {
          prompt: vscode.l10n.t('Name of the container group'),
          value: suggestName(repository ?? ''),
          check: (name) => {
            const problem = checkGroupName(name);
            return problem && render(problem);
          },
          ask: async (name, signal) => nameTaken(app, name, signal),
        });
        return answer.kind === 'next' ? next({ name: answer.value }) : answer;
      },
    },
    ...resourceGroupSteps<DeployState>(app, vscode.l10n.t('Resource group of the container group'), ({ registry }) => registry),
  ];
}

/** A group of that name in another resource group is no obstacle; but it is seldom what one wants. */
async function nameTaken(app: App, name: string, signal: AbortSignal): Promise<string | undefined> {
  const subscriptions = await app.store.subscriptions(signal);
  const lists = await Promise.all(subscriptions.map(({ id }) => app.store.containerGroups(id, signal)));
  const there = lists.flat().find((group) => group.name.toLowerCase() === name.toLowerCase());
  if (!there) return undefined;
  const where = parseResourceId(there.id)?.resourceGroup ?? '';
  return vscode.l10n.t('There is a container group “{0}” already, in {1}. Choose another name.', name, where);
}

async function plan(app: App, state: DeployState): Promise<Plan | undefined> {
  const { registry, repository, suffix, who, name, group } = state;
  if (!registry || !repository || !suffix || !who || !name || !group) return undefined;
  const session = await app.sessions.require();
  const { subscriptionId = '', name: resourceGroup = '' } = parseResourceId(group.id) ?? {};
  const registration = await session.azure.providers.registrationState(subscriptionId, containerInstances);
  const identity: IdentityChoice =
    who.kind === 'existing'
      ? { kind: 'existing', id: who.identity.id, principalId: who.identity.principalId }
      : newIdentity(state.newIdentityName ?? '', group);
  const grant = await grantFor(session.azure, registry, repository, identity, who, group);
  return planDeploy(session.target, {
    id: resourceId(subscriptionId, resourceGroup, 'Microsoft.ContainerInstance/containerGroups', name),
    definition: newDefinition({
      name,
      location: group.location,
      image: `${registry.loginServer}/${repository}${suffix}`,
      loginServer: registry.loginServer,
      identityId: identity.id,
      dnsNameLabel: suggestLabel(name, randomBytes(3).toString('hex').slice(0, 5)),
    }),
    resourceGroups: [group],
    grant: grant.operations,
    pulls: [{ registryId: registry.id, principalId: grant.principalId }],
    register: registration !== 'Registered',
  });
}

/**
 * What is missing for the pull. A grant that is narrowed to other repositories is widened by this one, and the plan shows how; one of which it
 * can't be told what it admits is left alone.
 */
async function grantFor(
  azure: Azure,
  registry: Registry,
  repository: string,
  identity: IdentityChoice,
  who: IdentityAnswer,
  group: GroupState['group'],
): Promise<PullGrant> {
  const verdict = who.kind === 'existing' ? who.verdicts[0] : undefined;
  if (verdict?.kind === 'narrowed') {
    const only = { repositories: [repository], prefixes: [] };
    const request: GrantRequest = { to: [identity], registries: [registry], abilities: ['pull'], at: 'registry', only };
    return pullGrant(registry, identity, group, only, await readGrantFacts(azure, request));
  }
  const grant = pullGrant(registry, identity, group);
  return who.kind === 'new' || verdict?.kind === 'no' ? grant : { operations: [], principalId: grant.principalId };
}
