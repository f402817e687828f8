import * as vscode from 'vscode';
import type { Ability } from '../../access/abilities';
import type { Verdict } from '../../access/effectiveAccess';
import { grantRole } from '../../access/grantRole';
import type { RepositorySelection } from '../../access/repositoryCondition';
import { selectionAccess } from '../../access/selectionAccess';
import { checkIdentityName } from '../../deploy/names';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import { roleName } from '../../model/roles';
import type { PerSubscription } from '../perSubscription';
import { readSubscriptions } from '../perSubscription';
import { render } from '../render';
import type { Store } from '../store';
import type { Choice, Question } from './question';
import { separator, text, unreadChoice } from './question';
import type { Answer } from './wizard';

/** What somebody is asked to be able to do, and where. */
export interface Wanted {
  readonly ability: Ability;
  readonly registries: readonly Registry[];
  /** Decides on conditions; without it, all repositories are meant. */
  readonly only?: RepositorySelection;
}

/** An identity of a list, with what it may do at each registry; or one to create. */
export type IdentityAnswer =
  { readonly kind: 'existing'; readonly identity: ManagedIdentity; readonly verdicts: readonly Verdict[] } | { readonly kind: 'new' };

export async function askNewIdentityName(question: Question, suggestion: string, taken: readonly string[]): Promise<Answer<string>> {
  return text(question, {
    prompt: vscode.l10n.t('Name of the new managed identity'),
    value: suggestion,
    check: (name) => {
      const problem = checkIdentityName(name);
      if (problem) return render(problem);
      const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
      return isTaken ? vscode.l10n.t('There is an identity “{0}” already; go back to choose it.', name) : undefined;
    },
  });
}

/** Reads what verdicts at registries take: one request a registry and one a subscription, however many are judged. */
export async function readVerdicts(store: Store, { ability, registries, only }: Wanted, signal?: AbortSignal) {
  const judges = await Promise.all(
    registries.map(async (registry) => {
      const [assignments, definitions] = await Promise.all([
        store.assignments(registry.id, undefined, signal),
        store.roleDefinitions(parseResourceId(registry.id)?.subscriptionId ?? '', signal),
      ]);
      const authorization = { assignments, of: 'everybody', definitions, denials: [] } as const;
      return (principalId: string): Verdict => selectionAccess(ability, registry, principalId, authorization, only);
    }),
  );
  return ({ principalId }: ManagedIdentity): readonly Verdict[] => judges.map((one) => one(principalId));
}

/** Those of the subscriptions that can be read. */
export async function allIdentities(store: Store, signal?: AbortSignal): Promise<readonly ManagedIdentity[]> {
  return (await readIdentities(store, signal)).items;
}

function readIdentities(store: Store, signal?: AbortSignal): Promise<PerSubscription<ManagedIdentity>> {
  return readSubscriptions(store, ({ id }) => store.identities(id, signal), signal);
}

/** All identities of all subscriptions, judged: those that can already, a new one, those that cannot yet. */
export async function identityChoices(store: Store, wanted: Wanted, signal: AbortSignal): Promise<readonly Choice<IdentityAnswer>[]> {
  const [identities, verdictsOf] = await Promise.all([readIdentities(store, signal), readVerdicts(store, wanted, signal)]);
  const judged = [...identities.items]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((identity) => ({ identity, verdicts: verdictsOf(identity) }));
  const fresh: Choice<IdentityAnswer> = {
    label: `$(add) ${vscode.l10n.t('Create a new identity')}`,
    detail: vscode.l10n.t('The plan creates it and grants it {0}.', rolesFor(wanted)),
    value: { kind: 'new' },
  };
  const isListedFirst = (verdicts: readonly Verdict[]): boolean => verdicts.every(({ kind }) => kind === 'yes' || kind === 'conditional');
  const choice = ({ identity, verdicts }: (typeof judged)[number]): Choice<IdentityAnswer> => ({
    label: `$(${iconOf(verdicts)}) ${identity.name}`,
    description: parseResourceId(identity.id)?.resourceGroup ?? '',
    detail: summary(wanted, verdicts),
    value: { kind: 'existing', identity, verdicts },
  });
  const able = judged.filter(({ verdicts }) => isListedFirst(verdicts));
  const others = judged.filter(({ verdicts }) => !isListedFirst(verdicts));
  return [
    ...(able.length > 0 ? [separator<IdentityAnswer>(vscode.l10n.t('can already')), ...able.map(choice)] : []),
    separator(vscode.l10n.t('another')),
    fresh,
    ...(others.length > 0 ? [separator<IdentityAnswer>(vscode.l10n.t('cannot yet')), ...others.map(choice)] : []),
    ...unreadChoice<IdentityAnswer>(identities.failed),
  ];
}

export function isAble(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ kind }) => kind === 'yes');
}

function iconOf(verdicts: readonly Verdict[]): string {
  return isAble(verdicts) ? 'pass' : verdicts.every(({ kind }) => kind === 'no') ? 'key' : 'question';
}

function rolesFor({ ability, registries }: Wanted): string {
  return [...new Set(registries.map(({ mode }) => grantRole(ability, mode).name))].join(', ');
}

function summary(wanted: Wanted, verdicts: readonly Verdict[]): string {
  const { registries } = wanted;
  const [registry, another] = registries;
  const [verdict] = verdicts;
  if (registry && verdict && !another) return verdictText(grantRole(wanted.ability, registry.mode).name, verdict);
  const able = registries.filter((_one, index) => verdicts[index]?.kind === 'yes');
  if (able.length === registries.length) return vscode.l10n.t('Can already, at each of these registries.');
  if (able.length === 0) return vscode.l10n.t('The plan grants it {0}.', rolesFor(wanted));
  return vscode.l10n.t('Can already at {0}. The plan grants the rest.', able.map(({ name }) => name).join(', '));
}

function verdictText(role: string, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'yes':
      return vscode.l10n.t('Can already, by {0}.', roleNames(verdict.via));
    case 'conditional':
      return vscode.l10n.t('Has {0} under a condition.', roleNames(verdict.via));
    case 'narrowed':
      return vscode.l10n.t('The condition of its {0} leaves this out. The plan adds it.', roleNames(verdict.via));
    case 'denied':
      return vscode.l10n.t('Has {0}, but the deny assignment “{1}” keeps it out.', roleNames(verdict.via), verdict.by.denyAssignmentName);
    case 'no': {
      const [ignored] = verdict.ignored;
      const [ofGroup] = verdict.groups;
      if (ofGroup) {
        return vscode.l10n.t(
          'A group has {0}; whether this identity is in it is not known here. The plan grants it {1}.',
          roleName(ofGroup.roleId),
          role,
        );
      }
      if (!ignored) return vscode.l10n.t('The plan grants it {0}.', role);
      return vscode.l10n.t(
        'Has {0}, which this registry does not honour in its role assignment mode. The plan grants it {1}.',
        roleName(ignored.roleId),
        role,
      );
    }
  }
}

function roleNames(assignments: readonly RoleAssignment[]): string {
  return [...new Set(assignments.map(({ roleId }) => roleName(roleId)))].join(', ');
}
