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

/** What `import 'vscode'` gives; a test may put another `l10n` in. */
export const standIn = {
  EventEmitter,
  TreeItem,
  TreeItemCollapsibleState,
  ThemeIcon,
  ThemeColor,
  env: { language: 'en' },
  l10n: { t: (text: string, ..._args: readonly unknown[]): string => text },
} satisfies Partial<Record<keyof typeof vscode, unknown>>;

/** Of Node's own, not documented, and what everybody uses to stand in for a module that cannot be resolved. */
const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
const load = loader._load;
loader._load = (request, ...rest) => (request === 'vscode' ? standIn : load(request, ...rest));
