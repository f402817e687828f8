import * as vscode from 'vscode';
import type { FindingMessage } from '../model/message';
import { findingMessages } from '../model/messages/findings';

/** What is said of a definition, in the user's language. A file of its own, since it brings many texts: never loaded at activation. */
export function renderFinding(text: FindingMessage): string {
  return vscode.l10n.t(findingMessages[text.key], text.args);
}

/** The sentence of a property of the table, in the user's language; sentences are collected with the messages. */
export function renderSentence(sentence: string): string {
  return vscode.l10n.t(sentence);
}
