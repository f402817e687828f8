import * as vscode from 'vscode';
import { publicCloud } from '../../../src/model/cloud';
import { writeToken } from '../../../src/sandbox/token';

/** Of the cloud that the tests have started, and of the person who may sign in to it. */
export interface TestAccount {
  readonly resourceManager: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
}

const key = 'signedIn';

/** Accounts as VS Code's own provider has them, of a cloud that it does not know. It keeps them until it is told to forget them. */
export function registerAccounts(context: vscode.ExtensionContext, { resourceManager, tenantId, objectId, name }: TestAccount): void {
  const changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const account = { id: objectId, label: name };
  const isSignedIn = (): boolean => context.globalState.get<boolean>(key) === true;
  const session = (scopes: readonly string[]): vscode.AuthenticationSession => {
    const named = scopes.find((scope) => scope.endsWith('/.default'))?.slice(0, -'/.default'.length) ?? '';
    const aud = named === resourceManager ? publicCloud.resourceManagerAudience : named;
    const exp = Math.floor(Date.now() / 1000) + 3600;
    return { id: scopes.join(' '), accessToken: writeToken({ oid: objectId, tid: tenantId, aud, exp, name }), account, scopes };
  };
  const provider: vscode.AuthenticationProvider = {
    onDidChangeSessions: changed.event,
    getSessions: async (scopes) => (isSignedIn() ? [session(scopes ?? [])] : []),
    async createSession(scopes) {
      await context.globalState.update(key, true);
      const added = session(scopes);
      changed.fire({ added: [added], removed: [], changed: [] });
      return added;
    },
    async removeSession() {
      await context.globalState.update(key, false);
    },
  };
  context.subscriptions.push(
    vscode.authentication.registerAuthenticationProvider('microsoft-sovereign-cloud', 'Microsoft Sovereign Cloud', provider, {
      supportsMultipleAccounts: true,
    }),
  );
}
