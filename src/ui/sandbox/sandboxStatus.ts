import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Session, Sessions } from '../session';
import { personaName } from './personaNames';

/** The status bar's reminder that what is shown is the sandbox. */
export class SandboxStatus implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly item: vscode.StatusBarItem;

  constructor(sessions: Sessions) {
    this.item = this.disposables.add(vscode.window.createStatusBarItem('keylessContainers.sandbox', vscode.StatusBarAlignment.Left, 1));
    this.item.name = vscode.l10n.t('Keyless Containers Sandbox');
    this.item.command = 'keylessContainers.switchSandboxPersona';
    this.disposables.add(sessions.onDidChange((session) => this.show(session)));
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private show(session: Session | undefined): void {
    if (!session?.sandbox) return this.item.hide();
    const persona = personaName(session.sandbox.persona);
    this.item.text = `$(beaker) ${vscode.l10n.t('Sandbox: {0}', persona)}`;
    this.item.tooltip = tooltip(session.signedIn.name, persona);
    this.item.accessibilityInformation = { label: vscode.l10n.t('Keyless Containers sandbox, signed in as {0}', persona) };
    this.item.show();
  }
}

function tooltip(name: string, persona: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = {
    enabledCommands: [
      'keylessContainers.switchSandboxPersona',
      'keylessContainers.setSandboxClockSpeed',
      'keylessContainers.resetSandbox',
      'keylessContainers.closeSandbox',
    ],
  };
  const links: readonly (readonly [string, string])[] = [
    ['switchSandboxPersona', vscode.l10n.t('Switch Persona…')],
    ['setSandboxClockSpeed', vscode.l10n.t('Set Clock Speed…')],
    ['resetSandbox', vscode.l10n.t('Reset…')],
    ['closeSandbox', vscode.l10n.t('Close Sandbox')],
  ];
  text.appendText(vscode.l10n.t('Keyless Containers shows a sandbox: an Azure on this machine, with no account and no cost.'));
  text
    .appendMarkdown('\n\n')
    .appendText(vscode.l10n.t('You are {0} ({1}).', name, persona))
    .appendMarkdown('\n\n');
  return text.appendMarkdown(links.map(([command, label]) => `[${label}](command:keylessContainers.${command})`).join(' · '));
}
