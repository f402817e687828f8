import * as vscode from 'vscode';
import type { Azure } from '../azure/azure';
import { registerCopyCommands } from './commands/copy';
import { registerLogCommands } from './commands/openLogs';
import { registerTreeCommands } from './commands/tree';
import { Disposables } from './disposables';
import { registerFiles } from './fileFeature';
import { Log } from './log';
import { NoticeQueue } from './notices/noticeQueue';
import { showNotice } from './notices/showNotice';
import { OwnWrites } from './ownWrites';
import { Commands } from './runCommand';
import { registerSandboxCommands } from './sandbox/sandboxCommands';
import { SandboxHost } from './sandbox/sandboxHost';
import { SandboxStatus } from './sandbox/sandboxStatus';
import { registerTestCommands } from './sandbox/testCommands';
import { registerPlans } from './planFeature';
import { registerWatching } from './watchFeature';
import { WatchedGroups } from './watchedGroups';
import { registerSignIn } from './signInFeature';
import { registerTerminals } from './terminalFeature';
import { Sessions } from './session';
import { Store } from './store';
import { ResourceTree } from './tree/resourceTree';

/** What the parts of the user interface share. */
export interface App {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly commands: Commands;
  readonly sessions: Sessions;
  readonly store: Store;
  readonly tree: ResourceTree;
  /** For what comes by itself, or late. */
  readonly notices: NoticeQueue;
  readonly watched: WatchedGroups;
  readonly writes: OwnWrites;
  /** The open session's Azure. Rejects with code `SignedOut` where none is open. */
  azure(): Promise<Azure>;
  /** To be called after writes: forgets what was read of these resources and shows them anew. */
  changed(resourceIds: readonly string[]): void;
  /** Lives as long as the extension. */
  readonly disposables: Disposables;
  /** To be awaited before the extension ends. */
  close(): Promise<void>;
}

/** Builds the object graph. Registers everything before it returns, and asks no network. */
export function createApp(context: vscode.ExtensionContext): App {
  const disposables = new Disposables();
  context.subscriptions.push(disposables);
  const log = disposables.add(new Log());
  const commands = new Commands(log);
  const sessions = disposables.add(new Sessions());
  const store = disposables.add(new Store(sessions));
  const sandbox = disposables.add(new SandboxHost(context, sessions, log));
  const watched = disposables.add(new WatchedGroups(context.workspaceState));
  const tree = disposables.add(new ResourceTree(sessions, store, log, watched));
  disposables.add(new SandboxStatus(sessions));
  disposables.add(sessions.onDidChange(() => setSessionContext(sessions)));
  const app: App = {
    context,
    log,
    commands,
    sessions,
    store,
    tree,
    notices: new NoticeQueue(showNotice),
    watched,
    writes: disposables.add(new OwnWrites()),
    disposables,
    azure: () => store.azure(),
    changed: (ids) => {
      store.changed(ids);
      tree.show();
    },
    close: () => sandbox.save(),
  };
  commands.fixFor('SignedOut', () => ({ label: vscode.l10n.t('Open Sandbox'), run: () => sandbox.open() }));
  registerTreeCommands(app);
  registerCopyCommands(app);
  registerLogCommands(app);
  registerSandboxCommands(app, sandbox);
  registerPlans(app);
  registerFiles(app);
  registerWatching(app);
  registerTerminals(app);
  registerSignIn(app, async () => {
    if (sessions.current?.kind === 'sandbox') await sandbox.close();
  });
  if (process.env['KEYLESS_TEST'] === '1') registerTestCommands(app, sandbox);
  setSessionContext(sessions);
  return app;
}

/** For `when` clauses: `none`, `opening`, `sandbox` or `azure`. */
function setSessionContext(sessions: Sessions): void {
  const state = sessions.current?.kind ?? (sessions.willOpen ? 'opening' : 'none');
  void vscode.commands.executeCommand('setContext', 'keylessContainers.session', state);
}
