import * as vscode from 'vscode';
import type { App } from '../app';
import type { Persona } from '../../sandbox/personas';
import { personaName, personas } from './personaNames';
import type { SandboxHost } from './sandboxHost';

/** Commands that open, change and close the sandbox. */
export function registerSandboxCommands(app: App, host: SandboxHost): void {
  const { disposables, commands } = app;
  disposables.add(
    commands.register('keylessContainers.openSandbox', async () => {
      await vscode.commands.executeCommand('keylessContainers.resources.focus');
      await host.open();
    }),
  );
  disposables.add(commands.register('keylessContainers.closeSandbox', () => host.close()));
  disposables.add(commands.register('keylessContainers.resetSandbox', () => reset(app, host)));
  disposables.add(commands.register('keylessContainers.setSandboxClockSpeed', () => setSpeed(host)));
  disposables.add(commands.register('keylessContainers.switchSandboxPersona', () => switchPersona(host)));
}

async function reset({ sessions, watched }: App, host: SandboxHost): Promise<void> {
  const yes = vscode.l10n.t('Reset');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Reset the sandbox?'),
    { modal: true, detail: vscode.l10n.t('Everything you made in it goes, and it is as it was at first.') },
    yes,
  );
  if (answer !== yes) return;
  await host.reset();
  // What was watched was of the older world: how it is in this one is no news of it.
  const { target } = await sessions.require();
  const ids = watched.of(target).map(({ id }) => id);
  if (ids.length > 0) await watched.remove(target, ids);
}

async function setSpeed(host: SandboxHost): Promise<void> {
  const running = await host.running();
  const speeds = [
    { label: vscode.l10n.t('Slow'), detail: vscode.l10n.t('A quarter of real time: to watch each step.'), speed: 0.25 },
    { label: vscode.l10n.t('Real time'), detail: vscode.l10n.t('As long as Azure takes: a minute until a role is effective.'), speed: 1 },
    { label: vscode.l10n.t('Fast'), detail: vscode.l10n.t('Ten times as fast.'), speed: 10 },
    { label: vscode.l10n.t('Very fast'), detail: vscode.l10n.t('A hundred times as fast: hardly any waiting.'), speed: 100 },
  ];
  const picked = await vscode.window.showQuickPick(
    speeds.map((item) => ({ ...item, description: item.speed === running.sandbox.clock.currentSpeed ? vscode.l10n.t('current') : '' })),
    { title: vscode.l10n.t('Sandbox Clock Speed'), placeHolder: vscode.l10n.t('How fast does time go by in the sandbox?') },
  );
  if (picked) await host.setSpeed(picked.speed);
}

async function switchPersona(host: SandboxHost): Promise<void> {
  const running = await host.running();
  const details: Readonly<Record<Persona, string>> = {
    owner: vscode.l10n.t('May do everything, and assign every role.'),
    contributor: vscode.l10n.t('May create and change resources, but assign no role.'),
    reader: vscode.l10n.t('May look at everything and change nothing.'),
    delegate: vscode.l10n.t('Contributor who may also assign two roles: AcrPull and Container Registry Repository Reader.'),
  };
  const picked = await vscode.window.showQuickPick(
    personas.map((persona) => ({
      label: personaName(persona),
      description: persona === running.persona ? vscode.l10n.t('current') : '',
      detail: details[persona],
      persona,
    })),
    { title: vscode.l10n.t('Sandbox Persona'), placeHolder: vscode.l10n.t('Who are you in the sandbox?') },
  );
  if (picked) await host.switchPersona(picked.persona);
}
