import type { ExtensionContext } from 'vscode';
import { createApp } from './ui/app';
import type { App } from './ui/app';

let app: App | undefined;

export function activate(context: ExtensionContext): void {
  app = createApp(context);
}

/** VS Code waits for it: the sandbox is saved. */
export async function deactivate(): Promise<void> {
  await app?.close();
}
