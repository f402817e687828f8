import { getConfiguredAuthProviderId, getSessionFromVSCode } from '@microsoft/vscode-azext-azureauth';
import * as vscode from 'vscode';
import type { Account } from '../../azure/account';
import { defaultScope } from '../../azure/defaultScope';
import { perTenant } from '../../azure/perTenant';
import type { TokenSource } from '../../azure/silentCredential';
import { expiryOf, SilentCredential } from '../../azure/silentCredential';
import { AppError } from '../../model/appError';
import type { Cloud } from '../../model/cloud';
import { message } from '../../model/message';

type AccountInformation = vscode.AuthenticationSessionAccountInformation;

/** Asks which account, and signs in where it is a new one. Undefined where the user gave up. */
export async function chooseVscodeAccount(cloud: Cloud): Promise<Account | undefined> {
  const known = await vscode.authentication.getAccounts(getConfiguredAuthProviderId());
  const another = { label: vscode.l10n.t('$(add) Another account…'), account: undefined };
  const items = [...known.map((account) => ({ label: `$(account) ${account.label}`, account })), another];
  const picked =
    known.length === 0
      ? another
      : await vscode.window.showQuickPick<{ label: string; account: AccountInformation | undefined }>(items, {
          title: vscode.l10n.t('Sign In'),
          placeHolder: vscode.l10n.t('Which account?'),
          ignoreFocusOut: true,
        });
  if (!picked) return undefined;
  const { account } = picked;
  const session = await interactively(() =>
    getSessionFromVSCode(defaultScope(cloud.resourceManagerAudience), undefined, {
      createIfNone: true,
      ...(account ? { account } : { clearSessionPreference: true }),
    }),
  );
  return session && accountOf(session.account, cloud);
}

/** An account that was chosen before, where VS Code still has it. */
export async function knownVscodeAccount(key: string, cloud: Cloud): Promise<Account | undefined> {
  const known = await vscode.authentication.getAccounts(getConfiguredAuthProviderId());
  const account = known.find(({ id }) => id === key);
  return account && accountOf(account, cloud);
}

function accountOf(account: AccountInformation, cloud: Cloud): Account {
  const answered = new Set<string>();
  return {
    key: account.id,
    label: account.label,
    credential: perTenant((tenantId) => {
      const source: TokenSource = async (scope, { claims }) => {
        const session = await getSessionFromVSCode(demand(scope, claims), tenantId, { silent: true, account });
        return session ? { token: session.accessToken, expiresOnTimestamp: expiryOf(session.accessToken) } : null;
      };
      return new SilentCredential({ tenantId: tenantId ?? '', source, answersClaims: true, answered });
    }),
    async ask({ tenantId, claims }) {
      await interactively(() =>
        getSessionFromVSCode(demand(defaultScope(cloud.resourceManagerAudience), claims), tenantId, { createIfNone: true, account }),
      );
      if (claims !== undefined) answered.add(claims);
    },
  };
}

/** What VS Code is asked for: a scope, and what a service demanded beyond it, as the service says it. */
function demand(scope: string, claims: string | undefined): string[] | vscode.AuthenticationWwwAuthenticateRequest {
  if (claims === undefined) return [scope];
  const wwwAuthenticate = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
  return { wwwAuthenticate, fallbackScopes: [scope] };
}

/** VS Code rejects with no more than a text where the person says no. */
async function interactively(
  ask: () => Thenable<vscode.AuthenticationSession | undefined>,
): Promise<vscode.AuthenticationSession | undefined> {
  try {
    return await ask();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/cancel|did not consent/i.test(reason)) throw AppError.cancelled();
    throw new AppError('SignInFailed', message('error.signInFailed', { reason }), { cause: error });
  }
}
