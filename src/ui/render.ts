import * as vscode from 'vscode';
import { AppError } from '../model/appError';
import type { FindingMessage, Message } from '../model/message';
import { messages } from '../model/messages';
import { findingMessages } from '../model/messages/findings';

/** A message in the user's language. */
export function render(text: Message): string {
  return vscode.l10n.t(messages[text.key], text.args);
}

/** What is said of a definition, in the user's language. Not of use to what is loaded when VS Code activates the extension: it has many texts. */
export function renderFinding(text: FindingMessage): string {
  return vscode.l10n.t(findingMessages[text.key], text.args);
}

/** The sentence of a property of the table, in the user's language; sentences are collected with the messages. */
export function renderSentence(sentence: string): string {
  return vscode.l10n.t(sentence);
}

/** What to tell the user about an error: one sentence. */
export function renderError(error: unknown): string {
  if (AppError.is(error)) return render(error.userMessage);
  return vscode.l10n.t('Something went wrong: {0}', error instanceof Error ? error.message : String(error));
}
