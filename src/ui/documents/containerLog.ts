import * as vscode from 'vscode';
import type { Azure } from '../../azure/azure';
import { isCancelled } from '../../model/appError';
import { resourceName } from '../../model/resourceId';
import { abortSignalOf } from '../abortSignal';
import type { Log } from '../log';
import { renderError } from '../render';

export const containerLogScheme = 'keyless-log';

/** The address of a container's log: its last segment is the editor's title. */
export function containerLogUri(groupId: string, container: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: containerLogScheme,
    path: `/${resourceName(groupId)}/${container}.log`,
    query: new URLSearchParams({ group: groupId, container }).toString(),
  });
}

/** Logs of containers as documents that can be read, searched and read again. */
export class ContainerLogs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly azure: () => Promise<Azure>,
    private readonly log: Log,
  ) {}

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const group = query.get('group') ?? '';
    const container = query.get('container') ?? '';
    const abort = abortSignalOf(token);
    try {
      const azure = await this.azure();
      const text = await azure.containerGroups.logs(group, container, {}, abort.signal);
      return text === '' ? vscode.l10n.t('({0} has written nothing yet.)', container) : text;
    } catch (error) {
      if (isCancelled(error)) return '';
      this.log.error(`reading the log of ${container} in ${group}`, error);
      return vscode.l10n.t('(The log could not be read. {0})', renderError(error));
    } finally {
      abort.dispose();
    }
  }

  refresh(uri: vscode.Uri): void {
    this.changed.fire(uri);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
