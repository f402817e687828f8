import * as vscode from 'vscode';
import type { Principal } from '../../model/principal';
import type { App } from '../app';
import type { Choice, Question } from './question';
import { pick, text } from './question';
import { allIdentities } from './identitySteps';
import type { Answer } from './wizard';
import { next } from './wizard';

/** Whose id was given. */
export interface ById {
  readonly id: string;
  /** Undefined where nobody here knows: then its type is asked for. */
  readonly principal?: Principal;
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function isObjectId(text: string): boolean {
  return guid.test(text);
}

/** Asks for an object id, and looks up whose it is while it stands in the box. */
export async function askPrincipalId(app: App, suggested: string, question: Question): Promise<Answer<ById>> {
  const lookUps = new Map<string, Promise<ById>>();
  const lookUp = (id: string, signal?: AbortSignal): Promise<ById> => {
    const known = lookUps.get(id) ?? findPrincipal(app, id, signal);
    lookUps.set(id, known);
    known.catch(() => lookUps.delete(id));
    return known;
  };
  const answer = await text(question, {
    prompt: vscode.l10n.t('Object id of a service principal, group or user'),
    placeholder: '00000000-0000-0000-0000-000000000000',
    value: suggested,
    check: (id) => {
      if (id === '') return vscode.l10n.t('An object id is needed.');
      return isObjectId(id)
        ? undefined
        : vscode.l10n.t('“{0}” is not an object id: 32 digits and letters from a to f, with four hyphens.', id);
    },
    ask: async (id, signal) => {
      const { principal } = await lookUp(id, signal);
      return {
        says: principal ? said(id, principal) : vscode.l10n.t('The directory could not tell whose id this is. Its type is asked for next.'),
      };
    },
  });
  return answer.kind === 'next' ? next(await lookUp(answer.value)) : answer;
}

function said(id: string, principal: Principal): string {
  if (isClientId(id, principal)) {
    return vscode.l10n.t(
      'This is the application (client) id of {0}. Roles go to its object id, {1}, which is used.',
      principal.name,
      principal.id,
    );
  }
  return vscode.l10n.t('{0} ({1})', principal.name, typeWord(principal.type));
}

/** Azure takes a role assignment to an application's id without a word, and it opens nothing. */
export function isClientId(id: string, principal: Principal): boolean {
  return id.toLowerCase() !== principal.id.toLowerCase();
}

/** Identities are known without asking the directory, which not everybody may ask. */
async function findPrincipal(app: App, id: string, signal?: AbortSignal): Promise<ById> {
  const key = id.toLowerCase();
  const identities = await allIdentities(app.store, signal);
  const own = identities.find(({ principalId, clientId }) => [principalId.toLowerCase(), clientId.toLowerCase()].includes(key));
  if (own) return { id, principal: { id: own.principalId, type: 'ServicePrincipal', name: own.name, appId: own.clientId } };
  const { directory } = await app.azure();
  const [byObjectId, byAppId] = await Promise.all([directory.principals([id], signal), directory.servicePrincipal(id, signal)]);
  const principal = byObjectId?.find((found) => found.id.toLowerCase() === key) ?? byAppId;
  return principal ? { id, principal } : { id };
}

/** Asks for what Azure must be told and nobody here knows. */
export async function askPrincipalType(id: string, question: Question): Promise<Answer<Principal>> {
  const choice = (type: Principal['type'], icon: string, detail: string): Choice<Principal['type']> => {
    return { label: `$(${icon}) ${typeWord(type)}`, detail, value: type };
  };
  const answer = await pick<Principal['type']>(question, {
    placeholder: vscode.l10n.t('What {0} is the object id of', id),
    load: async () => [
      choice(
        'ServicePrincipal',
        'server-process',
        vscode.l10n.t('An application, or a managed identity. Not its application (client) id.'),
      ),
      choice('Group', 'organization', vscode.l10n.t('Everybody in it gets access.')),
      choice('User', 'person', vscode.l10n.t('A person.')),
    ],
  });
  return answer.kind === 'next' ? next({ id, type: answer.value, name: id }) : answer;
}

function typeWord(type: Principal['type']): string {
  switch (type) {
    case 'ServicePrincipal':
      return vscode.l10n.t('Service principal');
    case 'Group':
      return vscode.l10n.t('Group');
    case 'User':
      return vscode.l10n.t('User');
  }
}
