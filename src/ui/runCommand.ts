import * as vscode from 'vscode';
import { AppError, isCancelled } from '../model/appError';
import type { Log } from './log';
import { renderError } from './render';

/** A button on an error notification. */
export interface Fix {
  readonly label: string;
  readonly run: () => unknown;
}

/** Offers the button that fixes an error, or undefined where it has none. */
export type FixFinder = (error: AppError) => Fix | undefined;

/** Codes for which trying again may well succeed. */
const passing = ['Network', 'Throttled', 'TooManyRequests', 'ServiceUnavailable', 'InternalServerError', 'GatewayTimeout'];

/** The one way by which commands run: cancelled is silent, a known error is one sentence and its fix, an unknown one is logged whole. */
export class Commands {
  private readonly fixes = new Map<string, FixFinder>();

  constructor(private readonly log: Log) {}

  /** Registers a command; dispose what it returns. */
  register<Args extends unknown[]>(id: string, handler: (...args: Args) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(id, (...args: Args) => this.run(id, () => handler(...args)));
  }

  /** The button to offer for errors of a code. */
  fixFor(code: string, find: FixFinder): void {
    this.fixes.set(code, find);
  }

  /** Runs work and shows what goes wrong. Resolves to undefined where it failed or was cancelled. */
  async run<T>(doing: string, work: () => T): Promise<Awaited<T> | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isCancelled(error)) this.showError(doing, error, () => this.run(doing, work));
      return undefined;
    }
  }

  /** Logs an error and tells the user in one sentence, without waiting for their answer. `retry` is offered where it may help. */
  showError(doing: string, error: unknown, retry?: () => unknown): void {
    this.log.error(doing, error);
    const buttons = this.buttons(error, retry);
    void vscode.window.showErrorMessage(renderError(error), ...buttons.map((button) => button.label)).then((label) => {
      const chosen = buttons.find((button) => button.label === label);
      if (chosen) void this.run(doing, () => chosen.run());
    });
  }

  private buttons(error: unknown, retry: (() => unknown) | undefined): Fix[] {
    const fix = AppError.is(error) ? this.fixes.get(error.code)?.(error) : undefined;
    const mayPass = AppError.is(error) && (passing.includes(error.code) || (error.more.status ?? 0) >= 500 || error.more.status === 429);
    return [
      ...(fix ? [fix] : []),
      ...(retry && mayPass ? [{ label: vscode.l10n.t('Retry'), run: retry }] : []),
      { label: vscode.l10n.t('Show Log'), run: () => this.log.show() },
    ];
  }
}
