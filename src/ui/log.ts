import * as vscode from 'vscode';
import type { RequestLine } from '../azure/connectOptions';
import { AppError } from '../model/appError';
import { inEnglish } from '../model/message';
import { redact } from '../model/redact';

/** The product's one log. Tokens and passwords are taken out of every line before it is written. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('Keyless Containers', { log: true });

  info(text: string): void {
    this.channel.info(redact(text));
  }

  warn(text: string): void {
    this.channel.warn(redact(text));
  }

  debug(text: string): void {
    this.channel.debug(redact(text));
  }

  /** One request as it went over the wire. */
  readonly request = ({ method, host, path, status, ms }: RequestLine): void =>
    this.debug(`${method} ${host}${path} ${status ?? 'no answer'} ${ms} ms`);

  /** Writes an error whole: code, status, detail, and the stacks of it and its causes. `doing` says what failed. */
  error(doing: string, error: unknown): void {
    this.channel.error(redact(`${doing}: ${describe(error)}`));
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = AppError.is(error)
    ? [`${error.code}${error.more.status ? ` (${error.more.status})` : ''}: ${inEnglish(error.userMessage)}`, error.more.detail]
    : [];
  lines.push(error.stack);
  if (error.cause !== undefined) lines.push(`caused by ${describe(error.cause)}`);
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}
