import * as vscode from 'vscode';
import { admitsAction } from '../../access/permission';
import { parseImageReference } from '../../model/imageReference';
import type { Registry } from '../../model/registry';
import type { Store } from '../store';
import type { IdentityAnswer } from './identitySteps';
import { identityChoices } from './identitySteps';
import type { Choice, Question } from './question';
import { pick, separator, text } from './question';
import type { Answer } from './wizard';

/** By what a group pulls: an identity, a user name and password, the admin user of the registry, or nothing. */
export type PullAnswer = IdentityAnswer | { readonly kind: 'password' | 'admin' | 'none' };

/** Asks who pulls from a registry of Azure: identities come first, those that can already before the others. */
export async function askPull(store: Store, registry: Registry, repository: string, question: Question): Promise<Answer<PullAnswer>> {
  return pick<PullAnswer>(question, {
    placeholder: vscode.l10n.t('Managed identity that pulls from {0}', registry.name),
    load: async (signal) => {
      const wanted = { ability: 'pull', registries: [registry], only: { repositories: [repository], prefixes: [] } } as const;
      const [identities, others] = await Promise.all([identityChoices(store, wanted, signal), otherChoices(store, registry, signal)]);
      return [...identities, ...others];
    },
    begin: (value) => value.kind === 'existing' && value.verdicts.every(({ kind }) => kind === 'yes'),
  });
}

/** Asks how to pull from a registry that is not one of Azure's. */
export async function askPublicPull(server: string, question: Question): Promise<Answer<PullAnswer>> {
  return pick<PullAnswer>(question, {
    placeholder: vscode.l10n.t('How to pull from {0}', server),
    load: () => Promise.resolve([none(vscode.l10n.t('The image is public.')), password()]),
  });
}

export async function askPublicImage(question: Question): Promise<Answer<string>> {
  return text(question, {
    prompt: vscode.l10n.t('Image, as registry/repository:tag'),
    value: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
    check: (image) =>
      parseImageReference(image)
        ? undefined
        : vscode.l10n.t('“{0}” is not a well-formed reference: registry/repository:tag, the repository in lower case.', image),
  });
}

export async function askUsername(server: string, question: Question): Promise<Answer<string>> {
  return text(question, {
    prompt: vscode.l10n.t('User name at {0}', server),
    placeholder: vscode.l10n.t('Of a registry in Azure: a token’s name, or a service principal’s application ID'),
    value: '',
    check: (username) => (username === '' ? vscode.l10n.t('A user name is needed.') : undefined),
  });
}

export async function askPassword(server: string, username: string, question: Question): Promise<Answer<string>> {
  return text(question, {
    prompt: vscode.l10n.t('Password of {0} at {1}. VS Code keeps it among its secrets.', username, server),
    value: '',
    isSecret: true,
    check: (value) => (value === '' ? vscode.l10n.t('A password is needed.') : undefined),
  });
}

/** Without an identity. A system-assigned one is not among them: Container Instances cannot pull with it. */
async function otherChoices(store: Store, registry: Registry, signal: AbortSignal): Promise<readonly Choice<PullAnswer>[]> {
  const admin = registry.adminUserEnabled && (await mayListCredentials(store, registry, signal)) ? [adminUser(registry)] : [];
  const anonymous = registry.anonymousPullEnabled ? [none(vscode.l10n.t('Everybody can pull from {0}.', registry.name))] : [];
  return [separator(vscode.l10n.t('without an identity')), ...anonymous, password(), ...admin];
}

async function mayListCredentials(store: Store, { id }: Registry, signal: AbortSignal): Promise<boolean> {
  const permissions = await store.permissions(id, signal);
  return admitsAction(permissions, 'Microsoft.ContainerRegistry/registries/listCredentials/action');
}

function none(detail: string): Choice<PullAnswer> {
  return { label: `$(globe) ${vscode.l10n.t('No credential')}`, detail, value: { kind: 'none' } };
}

function password(): Choice<PullAnswer> {
  return {
    label: `$(key) ${vscode.l10n.t('A user name and password…')}`,
    detail: vscode.l10n.t('Kept by Azure with the container group, and to be changed there too.'),
    value: { kind: 'password' },
  };
}

function adminUser({ name }: Registry): Choice<PullAnswer> {
  return {
    label: `$(warning) ${vscode.l10n.t('The admin user of {0}', name)}`,
    detail: vscode.l10n.t('Not recommended: one password for everybody, that may also push and delete.'),
    value: { kind: 'admin' },
  };
}
