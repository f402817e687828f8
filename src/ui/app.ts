import type * as vscode from 'vscode';
import type { Azure } from '../azure/azure';
import { Disposables } from './disposables';
import { Log } from './log';
import { Commands } from './runCommand';
import { Sessions } from './session';
import { Store } from './store';

/** The tree, as commands use it. */
export interface ResourceTree {
  /** Reads everything again. */
  refresh(): void;
  /** Shows and selects the node of a resource, where it is in the tree. */
  reveal(resourceId: string): Promise<void>;
}

/** What the parts of the user interface share. */
export interface App {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly commands: Commands;
  readonly sessions: Sessions;
  readonly store: Store;
  readonly tree: ResourceTree;
  /** The open session's Azure. Rejects with code `SignedOut` where none is open. */
  azure(): Promise<Azure>;
  /** To be called after writes: forgets what was read of these resources and shows them anew. */
  changed(resourceIds: readonly string[]): void;
  /** Lives as long as the extension. */
  readonly disposables: Disposables;
}
