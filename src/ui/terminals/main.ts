/** Where the bundle of terminals begins. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { App } from '../app';
import { pickContainer } from '../pick/container';
import type { TreeNode } from '../tree/node';
import { AttachTerminal } from './attachTerminal';
import { CommandTerminal } from './commandTerminal';
import { MarkedCommand } from './markedCommand';
import { ShellTerminal } from './shellTerminal';
import type { ContainerTarget } from './target';
import { targetIn } from './target';
import { lineForCmd, lineForShell } from './typedLine';

/** Each is given a node of the tree, a container group's resource id, or nothing. */
export type TerminalCommand = 'openShell' | 'runCommand' | 'attach';

export async function openTerminal(app: App, command: TerminalCommand, given: TreeNode | string | undefined): Promise<void> {
  switch (command) {
    case 'openShell':
      return openShell(app, given);
    case 'runCommand':
      return runCommand(app, given);
    case 'attach':
      return attach(app, given);
  }
}

async function openShell(app: App, given: TreeNode | string | undefined): Promise<void> {
  const target = await pick(app, given, vscode.l10n.t('Open Shell'));
  if (target) show(target.container, target, new ShellTerminal(app, target), 'terminal');
}

async function runCommand(app: App, given: TreeNode | string | undefined): Promise<void> {
  const target = await pick(app, given, vscode.l10n.t('Run Command'));
  if (!target) return;
  const mark = `keyless${randomBytes(6).toString('hex')}`;
  const typed = target.windows ? lineForCmd : lineForShell;
  const tooLong = vscode.l10n.t('A terminal takes no line as long as this. Put it in a script, or shorten it.');
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run Command in {0}', target.container),
    prompt: target.windows
      ? vscode.l10n.t('A line for cmd.exe: arguments, quotes, pipes and variables work.')
      : vscode.l10n.t('A line for /bin/sh: arguments, quotes, pipes and variables work.'),
    placeHolder: vscode.l10n.t('For example {0}', target.windows ? 'dir C:\\' : 'cat /etc/os-release'),
    ignoreFocusOut: true,
    validateInput: (value) => (typed(value, mark).line === undefined ? tooLong : undefined),
  });
  if (text === undefined || text.trim() === '') return;
  show(text.trim().slice(0, 40), target, new CommandTerminal(app, target, new MarkedCommand(typed(text, mark), mark)), 'terminal');
}

async function attach(app: App, given: TreeNode | string | undefined): Promise<void> {
  const target = await pick(app, given, vscode.l10n.t('Attach'));
  if (target) show(target.container, target, new AttachTerminal(app, target), 'output');
}

async function pick(app: App, given: TreeNode | string | undefined, title: string): Promise<ContainerTarget | undefined> {
  const picked = await pickContainer(app.store, given, title);
  return picked && targetIn(picked.group, picked.container);
}

function show(what: string, { groupName }: ContainerTarget, pty: vscode.Pseudoterminal, icon: string): void {
  const name = `${what} (${groupName})`;
  // A window that is loaded anew could only show what was there.
  vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon(icon), isTransient: true }).show();
}
