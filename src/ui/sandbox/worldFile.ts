import * as vscode from 'vscode';
import type { Log } from '../log';

const saveAfterMs = 500;

/** Keeps the sandbox's world in a file of the extension's storage, so that it is as it was left. */
export class WorldFile implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();
  private read: (() => string) | undefined;

  constructor(
    private readonly folder: vscode.Uri,
    private readonly log: Log,
  ) {}

  /** The saved world; undefined where there is none. */
  async load(): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.file));
    } catch {
      return undefined;
    }
  }

  /** Says whose world is saved from now on. */
  follow(read: (() => string) | undefined): void {
    this.read = read;
  }

  /** Saves soon; many calls are one write. */
  saveSoon(): void {
    this.timer ??= setTimeout(() => void this.save(), saveAfterMs);
  }

  save(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.read?.();
    if (text !== undefined) this.writing = this.writing.then(() => this.write(text));
    return this.writing;
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private async write(text: string): Promise<void> {
    try {
      await vscode.workspace.fs.createDirectory(this.folder);
      await vscode.workspace.fs.writeFile(this.file, new TextEncoder().encode(text));
    } catch (error) {
      this.log.error('saving the sandbox', error);
    }
  }

  private get file(): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, 'sandbox.json');
  }
}
