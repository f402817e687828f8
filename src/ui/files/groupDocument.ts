import type * as vscode from 'vscode';
import type { Format } from '../../deploy/text/groupText';
import { planScheme } from '../planScheme';

/** Languages of documents that may hold container groups: what they are is said by their content. */
export const fileSelector: vscode.DocumentSelector = ['yaml', 'json', 'jsonc'].map((language) => ({ language }));

/** How a document is written, or undefined where it is none that is looked at: other languages, and plans, which are judged by themselves. */
export function formatOf({ languageId, uri }: vscode.TextDocument): Format | undefined {
  if (uri.scheme === planScheme) return undefined;
  if (languageId === 'yaml' || /\.ya?ml$/i.test(uri.path)) return 'yaml';
  return languageId === 'json' || languageId === 'jsonc' || /\.jsonc?$/i.test(uri.path) ? 'json' : undefined;
}

/** The name that is proposed for a group that has none: its file's. */
export function proposedName({ uri }: vscode.TextDocument): string {
  const file = uri.path.split('/').at(-1) ?? '';
  return file.replace(/\.[^.]*$/, '').replace(/\.aci$/i, '');
}
