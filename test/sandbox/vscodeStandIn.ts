/** Imported first, lets what is imported after it import `vscode` outside of VS Code: as much of the module as the tree is made with. */
import Module from 'node:module';
import type * as vscode from 'vscode';

class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown): vscode.Disposable => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState: number = TreeItemCollapsibleState.None,
  ) {}
}

class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

class ThemeColor {
  constructor(readonly id: string) {}
}

const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

/** A page, as far as a test can see it: what it shows, and its buttons. */
export class PanelStandIn {
  static readonly open: PanelStandIn[] = [];
  private readonly received = new EventEmitter<{ readonly command: string }>();
  private readonly closed = new EventEmitter<void>();
  readonly visible = true;
  readonly active = true;
  body = '';
  reveals = 0;
  readonly onDidDispose = this.closed.event;
  readonly onDidChangeViewState = new EventEmitter<void>().event;
  readonly webview = {
    html: '',
    onDidReceiveMessage: this.received.event,
    postMessage: ({ body }: { readonly body: string }): void => {
      this.body = body;
    },
  };

  constructor(
    readonly type: string,
    readonly title: string,
  ) {
    PanelStandIn.open.push(this);
  }

  press(command: string): void {
    this.received.fire({ command });
  }

  reveal(): void {
    this.reveals++;
  }

  dispose(): void {
    this.closed.fire();
  }
}

/** What `import 'vscode'` gives; a test may put another `l10n` in. */
export const standIn = {
  EventEmitter,
  TreeItem,
  TreeItemCollapsibleState,
  ThemeIcon,
  ThemeColor,
  ViewColumn: { Active: -1 },
  env: { language: 'en' },
  window: {
    createWebviewPanel: (type: string, title: string): PanelStandIn => new PanelStandIn(type, title),
    onDidCloseTerminal: new EventEmitter<never>().event,
  },
  l10n: { t: (text: string, ..._args: readonly unknown[]): string => text },
} satisfies Partial<Record<keyof typeof vscode, unknown>>;

/** Of Node's own, not documented, and what everybody uses to stand in for a module that cannot be resolved. */
const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
const load = loader._load;
loader._load = (request, ...rest) => (request === 'vscode' ? standIn : load(request, ...rest));
