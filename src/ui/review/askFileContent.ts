import * as vscode from 'vscode';
import { fileContent, mostBytes, suggestedNames } from '../../deploy/secretFiles';
import { renderError } from '../render';
import type { Question } from '../wizards/question';
import { pick, text } from '../wizards/question';
import type { Answer } from '../wizards/wizard';
import { next } from '../wizards/wizard';
import { secret } from './additionQuestions';

/** A file that was chosen: its content as Azure takes it, and what it could be called in the volume. */
export interface ChosenFile {
  readonly name: string;
  readonly content: string;
}

/** Asks for the content of one file: of a file, or typed, in which case it has no name. */
export async function askFileContent(
  question: Question,
  prompt: string,
): Promise<Answer<Partial<ChosenFile> & Pick<ChosenFile, 'content'>>> {
  let typed: Answer<string> | undefined;
  do {
    const answer = await askFiles(question, {
      placeholder: prompt,
      choose: vscode.l10n.t('Choose a File…'),
      type: vscode.l10n.t('Type It'),
      typeDetail: vscode.l10n.t('One line: a line break that is pasted gets lost.'),
      many: false,
    });
    if (answer.kind !== 'next') return answer;
    const [file] = answer.value;
    if (file) return next(file);
    typed = await text({ ...question, canGoBack: true }, secret(prompt));
  } while (typed.kind === 'back');
  return typed.kind === 'next' ? next({ content: fileContent(Buffer.from(typed.value)) }) : typed;
}

export interface FilesOptions {
  readonly placeholder: string;
  readonly choose: string;
  readonly type: string;
  readonly typeDetail: string;
  readonly many: boolean;
}

/** Asks for files, until they can be given; none where the person would rather type. Whoever leaves VS Code's dialog is asked again. */
export async function askFiles(question: Question, options: FilesOptions): Promise<Answer<readonly ChosenFile[]>> {
  let problem: string | undefined;
  for (;;) {
    const said = problem === undefined ? [] : [{ label: `$(error) ${problem}`, alwaysShow: true }];
    const answer = await pick<'choose' | 'type'>(question, {
      placeholder: options.placeholder,
      load: () =>
        Promise.resolve([
          ...said,
          {
            label: `$(file) ${options.choose}`,
            detail: vscode.l10n.t('Whole, with its line breaks, whatever is in it.'),
            value: 'choose',
          },
          { label: `$(edit) ${options.type}`, detail: options.typeDetail, value: 'type' },
        ]),
      begin: (value) => value === 'choose',
    });
    if (answer.kind !== 'next') return answer;
    if (answer.value === 'type') return next([]);
    const chosen = await vscode.window.showOpenDialog({
      title: question.title,
      openLabel: vscode.l10n.t('Choose'),
      canSelectMany: options.many,
    });
    problem = undefined;
    if (!chosen?.length) continue;
    try {
      problem = await tooLarge(chosen);
      if (problem !== undefined) continue;
      return next(await read(chosen));
    } catch (error) {
      problem = renderError(error);
    }
  }
}

/** Before anything is read of it. */
async function tooLarge(chosen: readonly vscode.Uri[]): Promise<string | undefined> {
  const bytes = new Intl.NumberFormat(vscode.env.language, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
  for (const uri of chosen) {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > mostBytes)
      return vscode.l10n.t(
        '{0} has {1}; at most {2} fit into a request to Azure.',
        nameOf(uri),
        bytes.format(size),
        bytes.format(mostBytes),
      );
  }
  return undefined;
}

async function read(chosen: readonly vscode.Uri[]): Promise<readonly ChosenFile[]> {
  const names = suggestedNames(chosen.map(nameOf));
  return Promise.all(
    chosen.map(async (uri, index) => ({ name: names[index] ?? '', content: fileContent(await vscode.workspace.fs.readFile(uri)) })),
  );
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
