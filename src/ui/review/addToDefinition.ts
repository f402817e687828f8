import * as vscode from 'vscode';
import type { Addition } from '../../deploy/additions';
import { AppError } from '../../model/appError';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { message } from '../../model/message';
import type { Secrets } from '../../model/secrets';
import type { App } from '../app';
import type { Choice } from '../wizards/question';
import { pick, separator } from '../wizards/question';
import type { AdditionRow, Adding } from './adding';
import { additionRows } from './additionRows';

/**
 * Asks what to add to a definition, and writes it into its text: one step to undo, with the cursor at what was added.
 * @param keep keeps secrets that were typed; the text gets placeholders for them.
 */
export async function addToDefinition(app: App, uri: vscode.Uri, keep: (secrets: Secrets) => Promise<void>): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const adding = await readAdding(app, document);
  const row = await askRow(adding);
  const addition = row && (await row.ask(adding));
  if (addition) await write(document, addition, keep);
}

async function readAdding(app: App, document: vscode.TextDocument): Promise<Adding> {
  const { containerAt, parseText } = await import('./editing');
  const text = document.getText();
  const { errors, value } = parseText(text);
  if (errors.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('DefinitionIsNoJson', message('error.definitionIsNoJson'));
  }
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  const at = editor && containerAt(text, document.offsetAt(editor.selection.active));
  return { app, definition: value as ContainerGroupDefinition, container: at ?? 0 };
}

async function askRow(adding: Adding): Promise<AdditionRow | undefined> {
  const rows = additionRows(adding);
  const choices = rows.flatMap(({ title, rows: inner }): Choice<AdditionRow>[] => [
    separator(title),
    ...inner.map((row) => ({ label: `$(${row.icon}) ${row.label}`, detail: row.detail, value: row })),
  ]);
  const question = { title: vscode.l10n.t('Add to Definition'), step: 1, steps: 1, canGoBack: false };
  const answer = await pick<AdditionRow>(question, {
    placeholder: vscode.l10n.t('What to add'),
    load: () => Promise.resolve(choices),
  });
  return answer.kind === 'next' ? answer.value : undefined;
}

async function write(document: vscode.TextDocument, addition: Addition, keep: (secrets: Secrets) => Promise<void>): Promise<void> {
  const { difference, hidePuts, placeOf, putAll } = await import('./editing');
  const before = document.getText();
  const { puts, secrets } = hidePuts(before, addition.puts);
  await keep(secrets);
  const after = putAll(before, puts);
  const { offset, length, text } = difference(before, after);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)), text);
  await vscode.workspace.applyEdit(edit);
  const place = placeOf(document.getText(), addition.at);
  const range = new vscode.Range(document.positionAt(place.offset), document.positionAt(place.offset + place.length));
  const column = vscode.window.visibleTextEditors.find((one) => one.document === document)?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, { viewColumn: column, preview: false });
  // The cursor at its beginning: a long value must not be scrolled to its end.
  editor.selection = new vscode.Selection(range.end, range.start);
  editor.revealRange(new vscode.Range(range.start, range.start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
