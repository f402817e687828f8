import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { IdentityChoice } from '../../access/grantRequest';
import type { Azure } from '../../azure/azure';
import type { OsType } from '../../deploy/imageOs';
import { osOfName } from '../../deploy/imageOs';
import { checkGroupName } from '../../deploy/names';
import type { NewGroup } from '../../deploy/newDefinition';
import { newDefinition, suggestLabel, suggestName } from '../../deploy/newDefinition';
import type { Deployment as PlannedDeployment } from '../../deploy/planDeploy';
import { containerInstances, planDeploy } from '../../deploy/planDeploy';
import { fact } from '../../model/fact';
import { parseImageReference } from '../../model/imageReference';
import type { Registry } from '../../model/registry';
import { parseResourceId, resourceId } from '../../model/resourceId';
import type { Secrets } from '../../model/secrets';
import { takeSecrets } from '../../model/secrets';
import type { Plan } from '../../plan/plan';
import type { GroupChoice } from '../../plan/resourceGroups';
import type { App } from '../app';
import { readSubscriptions } from '../perSubscription';
import { render } from '../render';
import { identityNames, newIdentity } from './grantWizard';
import { askNewIdentityName } from './identitySteps';
import { askRepository, askTag } from './imageSteps';
import { missingGrant } from './missingGrant';
import { askOs, knownOs, readOs } from './osSteps';
import type { PullAnswer } from './pullSteps';
import { askPassword, askPublicImage, askPublicPull, askPull, askUsername } from './pullSteps';
import { text } from './question';
import { askRegistry } from './registrySteps';
import type { GroupState } from './resourceGroupSteps';
import { resourceGroupSteps } from './resourceGroupSteps';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

interface DeployState extends GroupState {
  readonly registry?: Registry;
  /** The image is of no registry that is known. */
  readonly isPublic?: boolean;
  /** As it was typed. */
  readonly publicImage?: string;
  readonly repository?: string;
  /** `:tag` or `@sha256:…`. */
  readonly suffix?: string;
  readonly osType?: OsType;
  /** The image doesn't say for which system it is. */
  readonly asksOs?: boolean;
  readonly who?: PullAnswer;
  readonly newIdentityName?: string;
  readonly username?: string;
  readonly password?: string;
  readonly name?: string;
}

/** A plan, and the values of the placeholders in it. */
export interface Deployment {
  readonly plan: Plan;
  readonly secrets: Secrets;
}

type DeployStart = Pick<DeployState, 'registry' | 'repository' | 'suffix'>;

/** Registry → image → identity → name → resource group; the rest has defaults, to be changed on the review page. */
export async function deployWizard(app: App, start: DeployStart): Promise<Deployment | undefined> {
  const { registry, repository, suffix } = start;
  const isKnown = registry && repository !== undefined && suffix !== undefined;
  const os = isKnown ? await readOs(app.store, registry, repository, suffix) : {};
  const state = await runWizard<DeployState>(vscode.l10n.t('Deploy Container Group'), steps(app), { ...start, ...os });
  return state && deployment(app, state);
}

function steps(app: App): readonly Step<DeployState>[] {
  const { store } = app;
  return [
    {
      skip: ({ registry }) => registry !== undefined,
      ask: (_state, question) =>
        askRegistry<Partial<DeployState>>(store, question, vscode.l10n.t('Registry of the image'), {
          label: `$(globe) ${vscode.l10n.t('A public image…')}`,
          detail: vscode.l10n.t('Of any registry, such as mcr.microsoft.com/azuredocs/aci-helloworld'),
          value: { isPublic: true },
        }),
    },
    {
      skip: ({ isPublic }) => !isPublic,
      ask: async (_state, question) => {
        const answer = await askPublicImage(question);
        return answer.kind === 'next' ? next({ publicImage: answer.value, ...knownOs(osOfName(answer.value)) }) : answer;
      },
    },
    {
      skip: ({ repository, isPublic }) => isPublic === true || repository !== undefined,
      ask: async ({ registry }, question) => {
        if (!registry) return { kind: 'back' };
        const answer = await askRepository(store, registry, question);
        if (answer.kind !== 'next' || answer.value.suffix === undefined) return answer;
        return next({ ...answer.value, ...(await readOs(store, registry, answer.value.repository, answer.value.suffix)) });
      },
    },
    {
      skip: ({ suffix, isPublic }) => isPublic === true || suffix !== undefined,
      ask: async ({ registry, repository }, question) => {
        if (!registry || repository === undefined) return { kind: 'back' };
        const { clock } = await app.sessions.require();
        const answer = await askTag(store, registry, repository, clock.now(), question);
        if (answer.kind !== 'next') return answer;
        return next({ ...answer.value, ...(await readOs(store, registry, repository, answer.value.suffix)) });
      },
    },
    {
      skip: ({ asksOs }) => asksOs !== true,
      ask: (_state, question) => askOs(question),
    },
    {
      ask: async (state, question) => {
        const { registry, repository } = state;
        if (!state.isPublic && (!registry || repository === undefined)) return { kind: 'back' };
        const answer =
          registry && repository !== undefined
            ? await askPull(store, registry, repository, question)
            : await askPublicPull(serverOf(state), question);
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
      skip: ({ who }) => who?.kind !== 'password',
      ask: async (state, question) => {
        const answer = await askUsername(serverOf(state), question);
        return answer.kind === 'next' ? next({ username: answer.value }) : answer;
      },
    },
    {
      skip: ({ who }) => who?.kind !== 'password',
      ask: async (state, question) => {
        const answer = await askPassword(serverOf(state), state.username ?? '', question);
        return answer.kind === 'next' ? next({ password: answer.value }) : answer;
      },
    },
    {
      ask: async (state, question) => {
        const answer = await text(question, {
          prompt: vscode.l10n.t('Name of the container group'),
          value: suggestName(repositoryOf(state)),
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

/** The image as Azure is told it. */
function imageOf({ registry, repository, suffix, publicImage }: DeployState): string | undefined {
  if (publicImage !== undefined) return publicImage;
  return registry && repository && suffix ? `${registry.loginServer}/${repository}${suffix}` : undefined;
}

function serverOf({ registry, publicImage = '' }: DeployState): string {
  return registry?.loginServer ?? parseImageReference(publicImage)?.server ?? '';
}

function repositoryOf({ repository, publicImage = '' }: DeployState): string {
  return repository ?? parseImageReference(publicImage)?.repository ?? '';
}

/** A group of that name in another resource group is no obstacle; but it is seldom what one wants. */
async function nameTaken(app: App, name: string, signal: AbortSignal): Promise<string | undefined> {
  const groups = await readSubscriptions(app.store, ({ id }) => app.store.containerGroups(id, signal), signal);
  const there = groups.items.find((group) => group.name.toLowerCase() === name.toLowerCase());
  if (!there) return undefined;
  const where = parseResourceId(there.id)?.resourceGroup ?? '';
  return vscode.l10n.t('There is a container group “{0}” already, in {1}. Choose another name.', name, where);
}

async function deployment(app: App, state: DeployState): Promise<Deployment | undefined> {
  const { who, name, group } = state;
  const image = imageOf(state);
  if (image === undefined || !who || !name || !group) return undefined;
  const session = await app.sessions.require();
  const { subscriptionId = '', name: resourceGroup = '' } = parseResourceId(group.id) ?? {};
  const [registration, pulling] = await Promise.all([
    fact(() => session.azure.providers.registrationState(subscriptionId, containerInstances)),
    pullBy(session.azure, state, who, group),
  ]);
  const { identityId, login, grant, pulls } = pulling;
  const { definition, secrets } = takeSecrets(
    newDefinition({
      name,
      location: group.location,
      image,
      loginServer: serverOf(state),
      dnsNameLabel: suggestLabel(name, randomBytes(3).toString('hex').slice(0, 5)),
      ...(identityId === undefined ? {} : { identityId }),
      ...(login ? { login } : {}),
      ...(state.osType ? { osType: state.osType } : {}),
    }),
  );
  const plan = planDeploy(session.target, {
    id: resourceId(subscriptionId, resourceGroup, 'Microsoft.ContainerInstance/containerGroups', name),
    definition,
    resourceGroups: [group],
    grant,
    pulls,
    // Who may not ask may not register either: then Azure says, when the plan runs, whether it is.
    register: registration.known && registration.value !== 'Registered',
  });
  return { plan, secrets };
}

type Pulling = Pick<NewGroup, 'identityId' | 'login'> & Pick<PlannedDeployment, 'grant' | 'pulls'>;

/** What the group pulls with, and what it takes to let it. */
async function pullBy(azure: Azure, state: DeployState, who: PullAnswer, group: GroupChoice): Promise<Pulling> {
  const { registry, repository } = state;
  const none: Pulling = { grant: [], pulls: [] };
  switch (who.kind) {
    case 'none':
      return none;
    case 'password':
      return { ...none, login: { username: state.username ?? '', password: state.password ?? '' } };
    case 'admin': {
      const { username, passwords } = await azure.registries.credentials(registry?.id ?? '');
      return { ...none, login: { username, password: passwords[0] ?? '' } };
    }
    case 'new':
    case 'existing': {
      if (!registry || repository === undefined) return none;
      const identity: IdentityChoice =
        who.kind === 'existing'
          ? { kind: 'existing', id: who.identity.id, principalId: who.identity.principalId }
          : newIdentity(state.newIdentityName ?? '', group);
      const verdict = who.kind === 'existing' ? who.verdicts[0] : undefined;
      const grant = await missingGrant(azure, registry, [repository], identity, verdict, group);
      const pulls = [{ registryId: registry.id, principalId: grant.principalId }];
      return { identityId: identity.id, grant: grant.operations, pulls };
    }
  }
}
