import * as vscode from 'vscode';
import { isAtOrAbove } from '../model/resourceId';

/** What this window itself writes to Azure: whoever tells of changes that somebody else made leaves it out. */
export class OwnWrites implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  /** Writing to these resources, and to what is in them, has begun or has ended. */
  readonly onDidChange = this.changed.event;
  private under: readonly (readonly string[])[] = [];

  begin(ids: readonly string[]): vscode.Disposable {
    this.under = [...this.under, ids];
    this.changed.fire(ids);
    return {
      dispose: () => {
        this.under = this.under.filter((other) => other !== ids);
        this.changed.fire(ids);
      },
    };
  }

  has(resourceId: string): boolean {
    return this.under.some((ids) => ids.some((id) => isAtOrAbove(id, resourceId)));
  }

  dispose(): void {
    this.changed.dispose();
  }
}
