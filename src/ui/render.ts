import * as vscode from 'vscode';
import { AppError } from '../model/appError';
import type { Message } from '../model/message';
import { messages } from '../model/messages';

/** A message in the user's language. */
export function render(text: Message): string {
  return vscode.l10n.t(messages[text.key], text.args);
}

/** What to tell the user about an error: one sentence. */
export function renderError(error: unknown): string {
  if (AppError.is(error)) return render(error.userMessage);
  return vscode.l10n.t('Something went wrong: {0}', error instanceof Error ? error.message : String(error));
}
