import type { App } from './app';
import type { TerminalCommand } from './terminals/main';
import type { TreeNode } from './tree/node';

const terminalCommands: readonly TerminalCommand[] = ['openShell', 'runCommand', 'attach'];

/** Registers everything about terminals; what is behind it is in a bundle of its own, loaded when it is first needed. */
export function registerTerminals(app: App): void {
  for (const command of terminalCommands) {
    const handler = async (given?: TreeNode | string): Promise<void> =>
      (await import('./terminals/main')).openTerminal(app, command, given);
    app.disposables.add(app.commands.register(`keylessContainers.${command}`, handler));
  }
}
