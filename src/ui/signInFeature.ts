import * as vscode from 'vscode';
import type { SignInRequest } from '../azure/account';
import type { App } from './app';
import { configuredCloud } from './signIn/cloudSetting';
import { Memory } from './signIn/memory';
import type { SignIn } from './signIn/main';

/** Registers everything about signing in; what is behind it is in a bundle of its own, loaded when it is first needed. */
export function registerSignIn(app: App, leaveSandbox: () => Promise<void>): void {
  const { commands, disposables, sessions } = app;
  const memory = new Memory(app.context);
  let loading: Promise<SignIn> | undefined;
  const feature = (): Promise<SignIn> =>
    (loading ??= import('./signIn/main').then(({ createSignIn }) => createSignIn(app, memory, leaveSandbox)));
  const resume = async (): Promise<unknown> => (await feature()).resume();
  const resumeWhereNothingIsOpen = (): void => {
    if (memory.last && memory.last.cloud === address() && !sessions.willOpen && !sessions.current) sessions.openWhenNeeded(resume);
  };
  disposables.add(commands.register('keylessContainers.signIn', async () => (await feature()).signIn()));
  disposables.add(commands.register('keylessContainers.signOut', async () => (await feature()).signOut()));
  disposables.add(commands.register('keylessContainers.selectSubscriptions', async () => (await feature()).selectSubscriptions()));
  disposables.add(
    commands.register('keylessContainers.signInAgain', async (request?: SignInRequest) => (await feature()).signInAgain(request)),
  );
  commands.fixFor('SignInNeeded', (error) => ({
    label: vscode.l10n.t('Sign In Again'),
    run: async () => (await feature()).signInAgain(error.more.signIn),
  }));
  commands.fixFor('InvalidCloud', () => ({
    label: vscode.l10n.t('Open Settings'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'keylessContainers.customCloud'),
  }));
  disposables.add(sessions.onDidChange(resumeWhereNothingIsOpen));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('keylessContainers.cloud') && !change.affectsConfiguration('keylessContainers.customCloud')) return;
      if (sessions.current?.kind === 'sandbox') return;
      if (sessions.current?.cloud.resourceManager === address()) return;
      // The account is of the cloud before: it is there again once the setting returns to that one.
      sessions.openWhenNeeded(undefined);
      sessions.close();
    }),
  );
  resumeWhereNothingIsOpen();
}

/** Of the Resource Manager of the cloud that the settings name, where they name one. */
function address(): string | undefined {
  try {
    return configuredCloud().resourceManager;
  } catch {
    return undefined;
  }
}
