import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposables } from './disposables';

export interface WebPageOptions {
  /** The webview's type, for tests and for menus. */
  readonly type: string;
  readonly title: string;
  readonly column: vscode.ViewColumn;
  /** The first body, as HTML. */
  readonly body: string;
  /** A button was pressed: its `data-command`, and its `data-argument` where it has one. */
  readonly handle: (command: string, argument: string | undefined) => void;
}

/** A read-only page in an editor's place: HTML whose buttons send a word back. */
export class WebPage implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly panel: vscode.WebviewPanel;
  readonly onDidClose: vscode.Event<void>;

  constructor({ type, title, column, body, handle }: WebPageOptions) {
    this.panel = this.disposables.add(
      vscode.window.createWebviewPanel(
        type,
        title,
        { viewColumn: column, preserveFocus: column === vscode.ViewColumn.Beside },
        { enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true },
      ),
    );
    this.onDidClose = this.panel.onDidDispose;
    this.panel.onDidDispose(() => this.disposables.dispose());
    this.panel.webview.html = shell(title, body);
    this.disposables.add(
      this.panel.webview.onDidReceiveMessage(({ command, argument }: { command: string; argument?: string }) => handle(command, argument)),
    );
  }

  /** @param title where it is another one now. */
  show(body: string, title = this.panel.title): void {
    if (title !== this.panel.title) this.panel.title = title;
    void this.panel.webview.postMessage({ body });
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  onDidChangeActive(listener: () => void): void {
    this.disposables.add(this.panel.onDidChangeViewState(listener));
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.disposables.dispose();
  }
}

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function shell(title: string, body: string): string {
  const nonce = randomBytes(16).toString('base64');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${title.replace(/[&<>]/g, '')}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body><p id="said" class="unseen" role="status"></p><main id="main">${body}</main>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

const style = `
body { max-width: 46em; line-height: 1.45; padding: 0 1.5em 2em; }
h1 { font-size: 1.5em; font-weight: 600; margin: .8em 0 .4em; overflow-wrap: anywhere; }
h2 { font-size: 1.1em; font-weight: 600; margin: 1.2em 0 .4em; }
.sandbox { border: 1px dashed var(--vscode-focusBorder); padding: .4em .8em; margin-top: 1em; }
.hint, .detail, .word, .clock { color: var(--vscode-descriptionForeground); }
.detail, .progress, .error { margin: .1em 0 0 1.6em; font-size: .92em; overflow-wrap: anywhere; }
.clock { font-variant-numeric: tabular-nums; }
ol { list-style: none; padding: 0; margin: 0; counter-reset: step; }
ol > li { padding: .45em .6em; border-left: 3px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); margin-bottom: .25em; }
.mark { display: inline-block; width: 1.3em; text-align: center; }
.what { font-weight: 600; }
li.running { border-left-color: var(--vscode-progressBar-background); }
li.done .mark, .good { color: var(--vscode-charts-green, var(--vscode-foreground)); }
li.failed .mark, .bad, .error { color: var(--vscode-errorForeground); }
li.failed { border-left-color: var(--vscode-errorForeground); }
.code { font-family: var(--vscode-editor-font-family); opacity: .85; }
.warning { border: 1px solid var(--vscode-inputValidation-warningBorder, var(--vscode-contrastBorder)); padding: 0 .8em; margin: 1em 0; }
.warning h2 { margin-top: .6em; }
ul.consequences { list-style: none; padding: 0; }
ul.consequences li { display: flex; gap: .6em; margin: .4em 0; }
ul.consequences li > :first-child { flex: 0 0 1.2em; text-align: center; }
ul.consequences li > :last-child { min-width: 0; overflow-wrap: anywhere; }
.buttons { display: flex; flex-wrap: wrap; gap: .5em; margin-top: 1.5em; }
button { font: inherit; padding: .35em 1em; border: 1px solid var(--vscode-button-border, transparent); cursor: pointer;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button.primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button.primary:hover { background: var(--vscode-button-hoverBackground); }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
code { overflow-wrap: anywhere; }
.condition code { display: block; margin: .2em 0 .4em; padding: .3em .5em; }
h2 { overflow-wrap: anywhere; }
li.open .mark { color: var(--vscode-charts-green, var(--vscode-foreground)); }
li.shut .mark { color: var(--vscode-errorForeground); }
li.shut { border-left-color: var(--vscode-errorForeground); }
li.unknown .mark, li.warning .mark { color: var(--vscode-editorWarning-foreground, var(--vscode-foreground)); }
li .buttons { margin: .4em 0 0 1.6em; }
.lead { font-size: 1.05em; overflow-wrap: anywhere; }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
.status:focus { outline: none; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25em .8em .25em 0; overflow-wrap: normal; }
td:first-child { min-width: 6em; }
td:last-child { overflow-wrap: anywhere; }
th { font-weight: 600; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, currentColor)); }
svg.timeline { margin-top: .8em; overflow: visible; }
svg.timeline text { fill: var(--vscode-foreground); font-size: 11px; }
svg.timeline rect { stroke: var(--vscode-contrastBorder, transparent); fill: var(--vscode-charts-lines, currentColor); fill-opacity: .35; }
svg.timeline rect.pull { fill: var(--vscode-charts-blue, currentColor); }
svg.timeline rect.start { fill: var(--vscode-charts-yellow, currentColor); }
svg.timeline rect.run { fill: var(--vscode-charts-green, currentColor); }
svg.timeline rect.failed { fill: var(--vscode-charts-red, currentColor); }
h3 { font-size: 1em; font-weight: 600; margin: .6em 0 .2em; }
.periods { display: flex; flex-wrap: wrap; gap: .3em; margin: .4em 0; }
.periods button { padding: .15em .7em; border-color: var(--vscode-contrastBorder, transparent); }
.periods button[aria-pressed=true] { color: var(--vscode-button-foreground); background: var(--vscode-button-background);
  font-weight: 600; text-decoration: underline; text-underline-offset: .2em; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20em, 100%), 1fr)); gap: .4em 2em; }
.plots > div { min-width: 0; }
svg.plot { overflow: visible; }
svg.plot text { fill: var(--vscode-foreground); font-size: 11px; paint-order: stroke; stroke: var(--vscode-editor-background); stroke-width: 3px; }
svg.plot svg { overflow: visible; }
.area { padding: 14px 16px 22px 42px; }
.area > svg { display: block; }
svg.plot .grid { stroke: var(--vscode-foreground); stroke-opacity: .2; }
svg.plot .ceiling { stroke: var(--vscode-foreground); stroke-opacity: .7; }
svg.plot .line { fill: none; stroke: currentColor; stroke-width: 1.6px; stroke-linecap: round; stroke-linejoin: round;
  vector-effect: non-scaling-stroke; }
svg.plot .line-1 { stroke: var(--vscode-charts-blue, currentColor); }
svg.plot .line-2 { stroke: var(--vscode-charts-purple, currentColor); stroke-dasharray: 6 4; }
svg.plot .line-3 { stroke: var(--vscode-charts-green, currentColor); stroke-dasharray: 1 4; }
svg.plot .line-4 { stroke: var(--vscode-charts-red, currentColor); stroke-dasharray: 9 4 1 4; }
svg.plot .line-5 { stroke: var(--vscode-charts-yellow, currentColor); stroke-dasharray: 12 4; }
svg.plot .line-6 { stroke: var(--vscode-foreground); stroke-dasharray: 6 4 1 4 1 4; }
svg.plot .dots { stroke-width: 4px; stroke-dasharray: none; }
svg.sample { vertical-align: -.1em; margin-right: .3em; }
@media (max-width: 36em) {
  .folding, .folding tbody { display: block; }
  .folding thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .folding tr { display: flex; flex-wrap: wrap; gap: 0 .8em; padding: .3em 0; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
  .folding td { min-width: 0; padding: 0; }
  .folding td:empty { display: none; }
  .events td:is(:nth-child(2), :nth-child(5))::before { content: attr(data-head) ': '; }
  .events td:last-child { flex-basis: 100%; }
}
table.usage { font-size: .92em; font-variant-numeric: tabular-nums; }
table.usage :is(th, td) { padding-right: .6em; }
table.usage tbody th { font-weight: normal; border-bottom: none; overflow-wrap: anywhere; width: 100%; min-width: 6em; }
table.usage td { text-align: right; }
table.usage thead th:not(:first-child) { text-align: right; }
table.usage :is(td, th):last-child { padding-right: 0; }
.ends { display: flex; justify-content: space-between; margin: 0; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
`;

/**
 * Keeps the focus where it was when the page changes, or puts it on the status where its button is gone; shows how long each running
 * operation has been at it. A screen reader hears the status and the operation under way when they change, not each new count of seconds.
 */
const script = `
const vscode = acquireVsCodeApi();
const main = document.getElementById('main');
const since = new Map();
function tick() {
  const shown = new Set();
  for (const clock of main.querySelectorAll('.clock')) {
    const key = clock.dataset.key;
    shown.add(key);
    if (!since.has(key)) since.set(key, Date.now());
    const seconds = Math.floor((Date.now() - since.get(key)) / 1000);
    clock.textContent = Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
  }
  for (const key of since.keys()) if (!shown.has(key)) since.delete(key);
}
const said = document.getElementById('said');
function say() {
  const text = [...main.querySelectorAll('.status, li.running .what')].map(({ textContent }) => textContent).join(' ');
  if (said.textContent !== text) said.textContent = text;
}
main.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-command]');
  if (button) vscode.postMessage({ command: button.dataset.command, argument: button.dataset.argument });
});
window.addEventListener('message', ({ data }) => {
  const focused = document.activeElement && document.activeElement.id;
  main.innerHTML = data.body;
  if (focused) (document.getElementById(focused) || main.querySelector('.status')).focus();
  say();
  tick();
});
setInterval(tick, 1000);
tick();
`;
