import * as vscode from 'vscode';
import type { Ability } from '../../access/abilities';
import { readGrantFacts } from '../../access/grantFacts';
import type { Grantee, GrantRequest, IdentityChoice } from '../../access/grantRequest';
import type { GrantPlan } from '../../access/planGrant';
import { planGrant } from '../../access/planGrant';
import type { RepositorySelection } from '../../access/repositoryCondition';
import type { ManagedIdentity } from '../../model/identity';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { Principal } from '../../model/principal';
import type { Registry } from '../../model/registry';
import { parseResourceId, resourceId } from '../../model/resourceId';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { render } from '../render';
import type { Where, Who } from './grantSteps';
import { askAbility, askWhere, askWho } from './grantSteps';
import { allIdentities, askNewIdentityName } from './identitySteps';
import type { ById } from './principalSteps';
import { askPrincipalId, askPrincipalType, isClientId } from './principalSteps';
import { askRegistries } from './registrySteps';
import { askRepositories } from './repositorySteps';
import type { GroupState } from './resourceGroupSteps';
import { resourceGroupSteps } from './resourceGroupSteps';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

interface GrantState extends GroupState {
  readonly ability?: Ability;
  readonly registries?: readonly Registry[];
  readonly where?: Where;
  readonly only?: RepositorySelection;
  /** Identities that the wizard began with; otherwise `who` was asked for. */
  readonly identities?: readonly ManagedIdentity[];
  readonly who?: readonly Who[];
  readonly newName?: string;
  readonly byId?: ById;
}

export type GrantStart = Pick<GrantState, 'registries' | 'where' | 'only' | 'identities'>;

/** What → registries → where → repositories → who → the plan. Undefined where the user cancelled, or nothing is left to be granted. */
export async function grantWizard(app: App, start: GrantStart): Promise<Plan | undefined> {
  await app.sessions.require();
  const state = await runWizard<GrantState>(vscode.l10n.t('Grant Access'), steps(app), start);
  return state && plan(app, requestOf(state), notesOf(state));
}

function steps(app: App): readonly Step<GrantState>[] {
  const { store } = app;
  return [
    {
      ask: async ({ registries }, question) => {
        const answer = await askAbility(registries, question);
        return answer.kind === 'next' ? next({ ability: answer.value }) : answer;
      },
    },
    {
      skip: ({ registries }) => registries !== undefined,
      ask: (_state, question) => askRegistries(store, question, vscode.l10n.t('Registries: one or several')),
    },
    {
      skip: ({ where, ability }) => where !== undefined && !(where === 'repositories' && ability === 'list'),
      ask: async ({ registries = [], ability = 'pull' }, question) => {
        const answer = await askWhere(store, registries, ability, question);
        return answer.kind === 'next' ? next({ where: answer.value }) : answer;
      },
    },
    {
      skip: ({ where, only }) => where !== 'repositories' || only !== undefined,
      ask: async ({ registries = [] }, question) => {
        const answer = await askRepositories(store, registries, question);
        return answer.kind === 'next' ? next({ only: answer.value }) : answer;
      },
    },
    {
      skip: ({ identities }) => identities !== undefined,
      ask: async ({ registries = [], ability = 'pull', where, only }, question) => {
        const isNarrowed = where === 'repositories' && ability !== 'list';
        const answer = await askWho(store, { ability, registries, ...(isNarrowed && only ? { only } : {}) }, question);
        return answer.kind === 'next' ? next({ who: answer.value }) : answer;
      },
    },
    {
      skip: ({ who }) => givenId(who) === undefined,
      ask: async ({ who }, question) => {
        const answer = await askPrincipalId(app, givenId(who) ?? '', question);
        return answer.kind === 'next' ? next({ byId: answer.value }) : answer;
      },
    },
    {
      skip: ({ byId }) => !byId || byId.principal !== undefined,
      ask: async ({ byId }, question) => {
        const { id } = byId as ById;
        const answer = await askPrincipalType(id, question);
        return answer.kind === 'next' ? next({ byId: { id, principal: answer.value } }) : answer;
      },
    },
    {
      skip: ({ who }) => !isNew(who),
      ask: async ({ registries }, question) => {
        const answer = await askNewIdentityName(question, `${registries?.[0]?.name ?? 'registry'}-pull`, await identityNames(app));
        return answer.kind === 'next' ? next({ newName: answer.value }) : answer;
      },
    },
    ...resourceGroupSteps<GrantState>(
      app,
      vscode.l10n.t('Resource group of the new identity'),
      ({ registries }) => registries?.[0],
      ({ who }) => !isNew(who),
    ),
  ];
}

/** The last one is asked about: a pasted id comes after the row that asks for one. */
function givenId(who: readonly Who[] | undefined): string | undefined {
  return who?.flatMap((one) => (one.kind === 'byId' ? [one.id] : [])).sort((a, b) => b.length - a.length)[0];
}

function isNew(who: readonly Who[] | undefined): boolean {
  return who?.some(({ kind }) => kind === 'new') === true;
}

export async function identityNames(app: App): Promise<readonly string[]> {
  return (await allIdentities(app.store)).map(({ name }) => name);
}

function requestOf({
  ability = 'pull',
  registries = [],
  where = 'registry',
  only,
  identities,
  who = [],
  newName,
  byId,
  group,
}: GrantState): GrantRequest {
  const isNarrowed = where === 'repositories' && ability !== 'list';
  const chosen = who.flatMap((one): Grantee[] => {
    switch (one.kind) {
      case 'existing':
        return [existing(one.identity)];
      case 'new':
        return [newIdentity(newName ?? '', group)];
      case 'byId':
        return [];
    }
  });
  const other = byId?.principal ? [principal(byId.principal)] : [];
  return {
    to: distinct([...(identities ?? []).map(existing), ...chosen, ...other]),
    registries,
    abilities: [ability],
    at: where === 'repositories' ? 'registry' : where,
    ...(isNarrowed && only ? { only } : {}),
    ...(group ? { group } : {}),
  };
}

function existing({ id, principalId }: ManagedIdentity): Grantee {
  return { kind: 'existing', id, principalId };
}

function principal({ id, type, name }: Principal): Grantee {
  return { kind: 'principal', principalId: id, type, name };
}

/** An identity may have been chosen by its name and by its id. */
function distinct(to: readonly Grantee[]): readonly Grantee[] {
  const key = (one: Grantee): string => (one.kind === 'new' ? one.id : one.principalId).toLowerCase();
  return to.filter((one, index) => to.findIndex((other) => key(other) === key(one)) === index);
}

function notesOf({ byId }: GrantState): readonly Message[] {
  if (!byId?.principal || !isClientId(byId.id, byId.principal)) return [];
  return [message('access.clientIdRecognised', { clientId: byId.id, name: byId.principal.name, objectId: byId.principal.id })];
}

/** Plans by what Azure has at this moment; asks what shall become of a condition that nothing can be added to. */
async function plan(app: App, request: GrantRequest, notes: readonly Message[]): Promise<Plan | undefined> {
  const session = await app.sessions.require();
  const title = vscode.l10n.t('Reading who has access…');
  const facts = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    readGrantFacts(session.azure, request),
  );
  let made = planGrant(session.target, request, facts, notes);
  if (made.unmergeable.length > 0) {
    if (!(await askToReplace(made))) return undefined;
    made = planGrant(session.target, { ...request, unreadable: 'replace' }, facts, notes);
  }
  if (!made.plan) tellAlreadySo(made);
  return made.plan;
}

async function askToReplace({ unmergeable }: GrantPlan): Promise<boolean> {
  const all = vscode.l10n.t('Open All Repositories');
  const [first] = unmergeable;
  const principals = unmergeable.map((one) => one.principal).join(', ');
  const question = vscode.l10n.t('The condition under which {0} has this role cannot be read, so nothing can be added to it.', principals);
  const detail = vscode.l10n.t(
    'In its place, all repositories can be opened; the plan shows it first. The condition is: {0}',
    first?.condition ?? '',
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, all)) === all;
}

function tellAlreadySo({ covered }: GrantPlan): void {
  const [only, another] = covered;
  const text = only && !another ? render(only) : vscode.l10n.t('Everybody chosen has this access already. Nothing is left to be granted.');
  void vscode.window.showInformationMessage(text);
}

export function newIdentity(name: string, group: GroupState['group']): IdentityChoice {
  const parsed = parseResourceId(group?.id ?? '');
  const id = resourceId(parsed?.subscriptionId ?? '', parsed?.name ?? '', 'Microsoft.ManagedIdentity/userAssignedIdentities', name);
  return { kind: 'new', id, location: group?.location ?? '' };
}
