import * as vscode from 'vscode';
import type { App } from './app';
import type { PlanFeature } from './plans/main';
import type { PlanArgument } from './plans/planCommands';
import { planScheme } from './planScheme';
import type { DefinitionFiles } from './review/definitionFiles';

const planCommands = [
  'grantAccess',
  'deployContainerGroup',
  'deployFile',
  'fillIn',
  'createRegistry',
  'importImage',
  'grantSelfDataAccess',
  'startContainerGroup',
  'stopContainerGroup',
  'restartContainerGroup',
  'deleteContainerGroup',
  'redeployContainerGroup',
  'editAndRedeploy',
  'deployAgain',
  'openAsYaml',
  'revokeAccess',
  'deleteIdentity',
  'removeOrphanedAssignments',
  'diagnosePullAccess',
  'cleanUp',
  'explainFailure',
  'deployPlan',
  'runPlan',
  'waitForGrant',
  'cancelPlan',
  'stopWaiting',
  'removeCreated',
  'addToDefinition',
  'giveSecretValues',
  'openPlanScript',
  'showLastPlan',
] as const;

export type PlanCommand = (typeof planCommands)[number];

/** Registers everything about plans; what is behind it is in a bundle of its own, loaded when it is first needed. */
export function registerPlans(app: App): void {
  let loading: Promise<PlanFeature> | undefined;
  const feature = (): Promise<PlanFeature> => (loading ??= import('./plans/main').then(({ createPlanFeature }) => createPlanFeature(app)));
  for (const command of planCommands) {
    const handler = async (argument: PlanArgument, which?: unknown): Promise<unknown> => (await feature()).run(command, argument, which);
    app.disposables.add(app.commands.register(`keylessContainers.${command}`, handler));
  }
  const files = new LazyFiles(async () => (await feature()).files);
  app.disposables.add(vscode.workspace.registerFileSystemProvider(planScheme, files, { isCaseSensitive: true }));
}

/** Definitions as files. VS Code asks for one when a window with an open definition is restored, too. */
class LazyFiles implements vscode.FileSystemProvider {
  /** Definitions change in their editors alone. */
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly load: () => Promise<DefinitionFiles>) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.load()).stat(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.load()).read(uri);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    return (await this.load()).write(uri, content);
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
