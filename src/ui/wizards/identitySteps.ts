import * as vscode from 'vscode';
import type { Verdict } from '../../access/effectiveAccess';
import { effectiveAccess } from '../../access/effectiveAccess';
import { pullRole } from '../../access/pullRole';
import { checkIdentityName } from '../../deploy/names';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import { roleName } from '../../model/roles';
import { render } from '../render';
import type { Store } from '../store';
import type { Choice, Question } from './question';
import { pick, separator, text } from './question';
import type { Answer } from './wizard';

/** An identity of a list, with what it may do; or one to create. */
export type IdentityAnswer =
  { readonly kind: 'existing'; readonly identity: ManagedIdentity; readonly verdict: Verdict } | { readonly kind: 'new' };

/** Asks who pulls: those that can already come first. @param repository decides on conditions, where it is known. */
export async function askIdentity(
  store: Store,
  registry: Registry,
  repository: string | undefined,
  question: Question,
): Promise<Answer<IdentityAnswer>> {
  return pick<IdentityAnswer>(question, {
    placeholder: vscode.l10n.t('Managed identity that pulls from {0}', registry.name),
    load: (signal) => identityChoices(store, registry, repository, signal),
    begin: (value) => value.kind === 'existing' && value.verdict.kind === 'yes',
  });
}

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

/** Reads what verdicts on identities at a registry take: two requests, however many identities. */
export async function pullJudge(
  store: Store,
  registry: Registry,
  repository: string | undefined,
  signal?: AbortSignal,
): Promise<(identity: ManagedIdentity) => Verdict> {
  const [assignments, definitions] = await Promise.all([
    store.assignments(registry.id, undefined, signal),
    store.roleDefinitions(parseResourceId(registry.id)?.subscriptionId ?? '', signal),
  ]);
  const authorization = { assignments, of: 'everybody', definitions, denials: [] } as const;
  return ({ principalId }) => effectiveAccess('pull', registry, principalId, authorization, repository);
}

/** All identities of all subscriptions, and their verdicts for a registry. */
async function judgedIdentities(
  store: Store,
  registry: Registry,
  repository: string | undefined,
  signal: AbortSignal,
): Promise<readonly { identity: ManagedIdentity; verdict: Verdict }[]> {
  const [subscriptions, judge] = await Promise.all([store.subscriptions(signal), pullJudge(store, registry, repository, signal)]);
  const lists = await Promise.all(subscriptions.map(({ id }) => store.identities(id, signal)));
  return lists
    .flat()
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((identity) => ({ identity, verdict: judge(identity) }));
}

async function identityChoices(
  store: Store,
  registry: Registry,
  repository: string | undefined,
  signal: AbortSignal,
): Promise<readonly Choice<IdentityAnswer>[]> {
  const judged = await judgedIdentities(store, registry, repository, signal);
  const fresh: Choice<IdentityAnswer> = {
    label: `$(add) ${vscode.l10n.t('Create a new identity')}`,
    detail: vscode.l10n.t('The plan creates it and grants it {0}.', pullRole(registry).name),
    value: { kind: 'new' },
  };
  const able = judged.filter(({ verdict }) => verdict.kind === 'yes' || verdict.kind === 'conditional');
  const others = judged.filter(({ verdict }) => !able.some((one) => one.verdict === verdict));
  const choice = ({ identity, verdict }: (typeof judged)[number]): Choice<IdentityAnswer> => ({
    label: `$(${verdict.kind === 'yes' ? 'pass' : verdict.kind === 'no' ? 'key' : 'question'}) ${identity.name}`,
    description: parseResourceId(identity.id)?.resourceGroup ?? '',
    detail: verdictText(registry, verdict),
    value: { kind: 'existing', identity, verdict },
  });
  return [
    ...(able.length > 0 ? [separator<IdentityAnswer>(vscode.l10n.t('can pull')), ...able.map(choice)] : []),
    separator(vscode.l10n.t('new')),
    fresh,
    ...(others.length > 0 ? [separator<IdentityAnswer>(vscode.l10n.t('cannot pull yet')), ...others.map(choice)] : []),
  ];
}

function verdictText(registry: Registry, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'yes':
      return vscode.l10n.t('Can pull, by {0}.', roleNames(verdict.via));
    case 'conditional':
      return vscode.l10n.t('Has {0} under a condition: can pull some repositories.', roleNames(verdict.via));
    case 'narrowed':
      return vscode.l10n.t('Has {0}, but its condition leaves this repository out.', roleNames(verdict.via));
    case 'denied':
      return vscode.l10n.t(
        'Has {0}, but the deny assignment “{1}” keeps it from pulling.',
        roleNames(verdict.via),
        verdict.by.denyAssignmentName,
      );
    case 'no': {
      const [ignored] = verdict.ignored;
      const [ofGroup] = verdict.groups;
      if (ofGroup) {
        return vscode.l10n.t(
          'A group has {0}; whether this identity is in it is not known here. The plan grants it {1}.',
          roleName(ofGroup.roleId),
          pullRole(registry).name,
        );
      }
      if (!ignored) return vscode.l10n.t('The plan grants it {0}.', pullRole(registry).name);
      return vscode.l10n.t(
        'Has {0}, which this registry does not honour in its role assignment mode. The plan grants it {1}.',
        roleName(ignored.roleId),
        pullRole(registry).name,
      );
    }
  }
}

function roleNames(assignments: readonly RoleAssignment[]): string {
  return [...new Set(assignments.map(({ roleId }) => roleName(roleId)))].join(', ');
}
