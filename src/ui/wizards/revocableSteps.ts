import * as vscode from 'vscode';
import type { Revocable } from '../../access/planRevoke';
import { registryAccess } from '../../access/registryAccess';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import { abilitiesText, conditionText, described, inheritedText } from '../tree/accessWords';
import type { TreeNode } from '../tree/node';
import { principalIdentities } from '../tree/principalNames';
import { rolesOfIdentity } from '../tree/roleNodes';
import type { ReadContext } from '../tree/treeContext';
import { readSubscriptions } from '../perSubscription';
import { scopeNames } from '../scopeNames';
import type { Choice } from './question';
import { pick, separator } from './question';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

/** Whose assignments to choose from. */
type Subject =
  { readonly kind: 'registry'; readonly registry: Registry } | { readonly kind: 'identity'; readonly identity: ManagedIdentity };

interface RevokeState {
  readonly subject?: Subject;
  readonly revocable?: Revocable;
}

/** Registry or identity, where the node does not say → one of the assignments that it has. */
export async function askRevocable(context: ReadContext, node: TreeNode | undefined): Promise<Revocable | undefined> {
  const subject = subjectOf(node);
  const state = await runWizard<RevokeState>(vscode.l10n.t('Revoke Access'), steps(context), subject ? { subject } : {});
  return state?.revocable;
}

function subjectOf(node: TreeNode | undefined): Subject | undefined {
  if (node?.kind === 'registry' || node?.kind === 'access') return { kind: 'registry', registry: node.registry };
  if (node?.kind === 'identity' || node?.kind === 'roles') return { kind: 'identity', identity: node.identity };
  return undefined;
}

function steps(context: ReadContext): readonly Step<RevokeState>[] {
  return [
    {
      skip: ({ subject }) => subject !== undefined,
      ask: async (_state, question) => {
        const placeholder = vscode.l10n.t('Registry or managed identity whose role assignments to choose from');
        const answer = await pick<Subject>(question, { placeholder, load: (signal) => subjects({ ...context, signal }) });
        return answer.kind === 'next' ? next({ subject: answer.value }) : answer;
      },
    },
    {
      ask: async ({ subject }, question) => {
        if (!subject) return { kind: 'back' };
        const placeholder = vscode.l10n.t('Role assignment to revoke; what stops working is shown before anything happens');
        const load = (signal: AbortSignal) => choices(subject, { ...context, signal });
        const answer = await pick<Revocable>(question, { placeholder, load });
        return answer.kind === 'next' ? next({ revocable: answer.value }) : answer;
      },
    },
  ];
}

async function subjects({ store, signal }: ReadContext): Promise<readonly Choice<Subject>[]> {
  const [registries, identities] = await Promise.all([
    readSubscriptions(store, ({ id }) => store.registries(id, signal), signal),
    readSubscriptions(store, ({ id }) => store.identities(id, signal), signal),
  ]);
  const place = (id: string): string => parseResourceId(id)?.resourceGroup ?? '';
  return [
    separator(vscode.l10n.t('registries')),
    ...[...registries.items].sort(byName).map((registry): Choice<Subject> => {
      return { label: `$(package) ${registry.name}`, description: place(registry.id), value: { kind: 'registry', registry } };
    }),
    separator(vscode.l10n.t('managed identities')),
    ...[...identities.items].sort(byName).map((identity): Choice<Subject> => {
      return { label: `$(account) ${identity.name}`, description: place(identity.id), value: { kind: 'identity', identity } };
    }),
  ];
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name.localeCompare(b.name);
}

async function choices(subject: Subject, context: ReadContext): Promise<readonly Choice<Revocable>[]> {
  const found = subject.kind === 'registry' ? await ofRegistry(subject.registry, context) : await ofIdentity(subject.identity, context);
  if (found.length > 0) return found;
  const name = subject.kind === 'registry' ? subject.registry.name : subject.identity.name;
  return [{ label: `$(info) ${vscode.l10n.t('{0} has no role assignment that is about registries.', name)}`, alwaysShow: true }];
}

async function ofRegistry(registry: Registry, context: ReadContext): Promise<readonly Choice<Revocable>[]> {
  const { store, signal } = context;
  const [assignments, definitions] = await Promise.all([
    store.assignments(registry.id, undefined, signal),
    store.roleDefinitions(parseResourceId(registry.id)?.subscriptionId ?? '', signal),
  ]);
  const grants = registryAccess(registry, { assignments, definitions, denials: undefined }).flatMap((access) => access.grants);
  const names = await principalIdentities(
    registry,
    grants.map(({ assignment }) => assignment),
    context,
  );
  return grants
    .map((grant): Choice<Revocable> => {
      const principalName = names.get(grant.assignment.principalId.toLowerCase())?.name ?? grant.assignment.principalId;
      const effect = grant.ignored ? vscode.l10n.t('no effect on images') : abilitiesText(grant.abilities ?? []);
      const from = grant.inherited ? inheritedText(grant.assignment.scope) : '';
      const detail = described(effect, from, conditionText(grant.assignment));
      const value = { assignment: grant.assignment, roleName: grant.roleName, principalName };
      return { label: principalName, description: grant.roleName, ...(detail === '' ? {} : { detail }), value };
    })
    .sort((a, b) => a.label.localeCompare(b.label) || (a.description ?? '').localeCompare(b.description ?? ''));
}

async function ofIdentity(identity: ManagedIdentity, context: ReadContext): Promise<readonly Choice<Revocable>[]> {
  const [{ items }, nameOf] = await Promise.all([rolesOfIdentity(identity, context), scopeNames(context.store)]);
  return items.map(({ assignment, roleName, abilities }) => {
    const isOwn = assignment.principalId.toLowerCase() === identity.principalId.toLowerCase();
    const principalName = isOwn ? identity.name : assignment.principalId;
    const through = isOwn ? '' : vscode.l10n.t('through a group');
    const detail = described(abilitiesText(abilities), conditionText(assignment), through);
    const value = { assignment, roleName, principalName };
    return { label: roleName, description: vscode.l10n.t('on {0}', nameOf(assignment.scope)), ...(detail === '' ? {} : { detail }), value };
  });
}
