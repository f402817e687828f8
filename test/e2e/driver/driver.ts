import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import type { Answer, Question } from '../harness/protocol';
import type { TestAccount } from './accounts';
import { registerAccounts } from './accounts';

/**
 * An extension that runs beside the tested one and does for the tests what a page cannot: it runs commands by id, changes settings and
 * reads documents and their problems. It connects to the test process, one line of JSON for each question and answer.
 */
export function activate(context: vscode.ExtensionContext): void {
  const socket = connect(Number(process.env['KEYLESS_DRIVER_PORT']), '127.0.0.1');
  socket.on('error', (error) => console.error(`The test driver lost its tests: ${error.message}`));
  createInterface({ input: socket }).on('line', (line) => {
    const question = JSON.parse(line) as Question;
    void answer(context, question).then((reply) => socket.write(`${JSON.stringify(reply)}\n`));
  });
  context.subscriptions.push({ dispose: () => socket.destroy() });
  const account = process.env['KEYLESS_TEST_ACCOUNT'];
  if (account !== undefined) registerAccounts(context, JSON.parse(account) as TestAccount);
}

async function answer(context: vscode.ExtensionContext, question: Question): Promise<Answer> {
  try {
    return { id: question.id, value: await perform(context, question) };
  } catch (error) {
    return { id: question.id, error: error instanceof Error ? error.message : String(error) };
  }
}

async function perform(context: vscode.ExtensionContext, { operation, args }: Question): Promise<unknown> {
  const [first, ...rest] = args;
  switch (operation) {
    case 'runCommand':
      return toJson(await vscode.commands.executeCommand(String(first), ...rest));
    case 'commands':
      return vscode.commands.getCommands(true);
    case 'setSetting':
      return vscode.workspace.getConfiguration().update(String(first), rest[0], vscode.ConfigurationTarget.Global);
    case 'activate':
      await vscode.extensions.getExtension(String(first))?.activate();
      return null;
    case 'isActive':
      return vscode.extensions.getExtension(String(first))?.isActive ?? false;
    case 'documents':
      return vscode.workspace.textDocuments.map((document) => ({
        uri: document.uri.toString(),
        languageId: document.languageId,
        text: document.getText(),
      }));
    case 'problems':
      return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
        diagnostics.map(({ message, severity, range }) => ({
          uri: uri.toString(),
          message,
          severity: vscode.DiagnosticSeverity[severity],
          line: range.start.line + 1,
        })),
      );
    case 'openText': {
      const document = await vscode.workspace.openTextDocument({ language: String(first), content: String(rest[0]) });
      await vscode.window.showTextDocument(document, { preview: false });
      return document.uri.toString();
    }
    case 'store':
      await context.globalState.update('mark', first);
      await context.workspaceState.update('mark', first);
      return null;
    case 'clipboard':
      return vscode.env.clipboard.readText();
  }
}

/** What a command answers may be an object of VS Code that JSON cannot carry; tests that need it ask for it by a command of their own. */
function toJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  } catch {
    return null;
  }
}
