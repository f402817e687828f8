import * as vscode from 'vscode';
import { definitionOf, deployedGroup } from '../../deploy/planDeploy';
import { resourceName } from '../../model/resourceId';
import type { Plan } from '../../plan/plan';
import { planScheme } from '../planScheme';
import type { PlanStore } from '../plans/planStore';

/** The document of a plan's definition: `keyless-plan:/{plan id}/{group}.json`. */
export function definitionUri(plan: Plan): vscode.Uri | undefined {
  const group = deployedGroup(plan);
  return group && vscode.Uri.from({ scheme: planScheme, path: `/${plan.id}/${resourceName(group.id)}.json` });
}

export function planIdOf(uri: vscode.Uri): string {
  return uri.path.split('/')[1] ?? '';
}

/** Definitions as files, kept with their plans: save, undo and restoring the window work as for any file. */
export class DefinitionFiles {
  private readonly times = new Map<string, number>();

  constructor(private readonly store: PlanStore) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { byteLength: size } = await this.read(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.times.get(planIdOf(uri)) ?? 0, size };
  }

  async read(uri: vscode.Uri): Promise<Uint8Array> {
    const record = this.store.get(planIdOf(uri));
    const definition = record && definitionOf(record.plan);
    if (!record || !definition) throw vscode.FileSystemError.FileNotFound(uri);
    return Buffer.from((await this.store.text(record.plan.id)) ?? `${JSON.stringify(definition, undefined, 2)}\n`);
  }

  async write(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    this.times.set(planIdOf(uri), Date.now());
    await this.store.saveText(planIdOf(uri), Buffer.from(content).toString());
  }
}
