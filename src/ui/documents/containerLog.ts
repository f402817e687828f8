import * as vscode from 'vscode';
import { LogRuns } from '../../logs/logRuns';
import { AppError, isCancelled } from '../../model/appError';
import { resourceName } from '../../model/resourceId';
import { abortSignalOf } from '../abortSignal';
import type { Log } from '../log';
import { renderError } from '../render';
import type { Session } from '../session';

export const containerLogScheme = 'keyless-log';

/** The address of a container's log: its last segment is the editor's title. */
export function containerLogUri(groupId: string, container: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: containerLogScheme,
    path: `/${resourceName(groupId)}/${container}.log`,
    query: new URLSearchParams({ group: groupId, container }).toString(),
  });
}

/** Of one document: what was read of the log, in which session, and where each run's line is. */
interface Kept {
  readonly session: Session;
  readonly log: LogRuns;
  /** Line numbers, from 0, of the lines that begin a run. */
  heads: readonly { readonly line: number; readonly title: string }[];
}

/**
 * Logs of containers as documents that can be read, searched and read again. Lines are only added at the end, also where Azure begins a log
 * anew: so the caret stays where it was.
 */
export class ContainerLogs
  implements vscode.TextDocumentContentProvider, vscode.FoldingRangeProvider, vscode.DocumentSymbolProvider, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly session: () => Promise<Session>,
    private readonly log: Log,
  ) {}

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const group = query.get('group') ?? '';
    const container = query.get('container') ?? '';
    const abort = abortSignalOf(token);
    try {
      const kept = await this.keptOf(uri);
      const text = await kept.session.azure.containerGroups.logs(group, container, { timestamps: true }, abort.signal);
      kept.log.take(text, false);
      return contentOf(kept, group, container);
    } catch (error) {
      if (isCancelled(error)) return '';
      this.log.error(`reading the log of ${container} in ${group}`, error);
      return this.failed(uri, container, group, error);
    } finally {
      abort.dispose();
    }
  }

  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    return this.sections(document).map(({ from, to }) => new vscode.FoldingRange(from, to, vscode.FoldingRangeKind.Region));
  }

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    return this.sections(document).map(({ from, to, title }) => {
      const range = new vscode.Range(from, 0, to, document.lineAt(to).text.length);
      return new vscode.DocumentSymbol(title, '', vscode.SymbolKind.Event, range, document.lineAt(from).range);
    });
  }

  refresh(uri: vscode.Uri): void {
    this.changed.fire(uri);
  }

  forget(uri: vscode.Uri): void {
    this.kept.delete(uri.toString());
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async keptOf(uri: vscode.Uri): Promise<Kept> {
    const session = await this.session();
    const known = this.kept.get(uri.toString());
    if (known?.session === session) return known;
    const made: Kept = { session, log: new LogRuns(), heads: [] };
    this.kept.set(uri.toString(), made);
    return made;
  }

  /** What was read before is still worth reading. */
  private failed(uri: vscode.Uri, container: string, group: string, error: unknown): string {
    const kept = this.kept.get(uri.toString());
    const said = AppError.is(error, 'ContainerLogNotAvailable')
      ? vscode.l10n.t('({0} has written nothing yet.)', container)
      : vscode.l10n.t('(The log could not be read. {0})', renderError(error));
    return kept && kept.log.runs.length > 0 ? `${contentOf(kept, group, container)}${said}\n` : said;
  }

  private sections(document: vscode.TextDocument): { readonly from: number; readonly to: number; readonly title: string }[] {
    const heads = (this.kept.get(document.uri.toString())?.heads ?? []).filter(({ line }) => line < document.lineCount);
    return heads.map(({ line, title }, at) => {
      const last = (heads[at + 1]?.line ?? document.lineCount) - 1;
      const isBlank = last > line && document.lineAt(last).text === '';
      return { from: line, to: isBlank ? last - 1 : last, title };
    });
  }
}

/** The text of all that was read, and where its runs begin. */
function contentOf(kept: Kept, group: string, container: string): string {
  const { runs } = kept.log;
  const first = runs.find(({ since }) => since !== '');
  if (!first) return vscode.l10n.t('({0} has written nothing yet.)', container);
  const lines = [
    vscode.l10n.t(
      '{0} in {1}, since {2}. Azure keeps 4 MB of the log while a container runs, and 16 KB or 1,000 lines once it has stopped.',
      container,
      resourceName(group),
      first.since,
    ),
  ];
  const heads: { line: number; title: string }[] = [];
  for (const { since, lines: own, isCut } of runs) {
    const title = isCut
      ? vscode.l10n.t('Azure dropped some lines here; it goes on at {0}', since)
      : vscode.l10n.t('Run whose log begins at {0}', since);
    heads.push({ line: lines.length, title });
    lines.push(`── ${title}`, ...own);
  }
  kept.heads = heads;
  return `${lines.join('\n')}\n`;
}
