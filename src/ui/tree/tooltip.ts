import * as vscode from 'vscode';
import type { Cloud } from '../../model/cloud';

export type Fact = readonly [label: string, value: string | undefined];

/** A tooltip of facts, one a line; what has no value is left out. Values are shown as they are, never as Markdown. */
export function factsTooltip(title: string, facts: readonly Fact[], remarks: readonly string[] = []): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n');
  for (const [label, value] of facts) {
    if (value === undefined || value === '') continue;
    text.appendMarkdown('\n- ').appendText(label).appendText(': ').appendText(value);
  }
  for (const remark of remarks) text.appendMarkdown('\n\n').appendText(remark);
  // `appendText` makes every space one at which no line breaks.
  text.value = text.value.replaceAll('&nbsp;', ' ');
  return text;
}

/** The tooltip's last word: where the resource is in the portal, or that the sandbox has none. */
export function appendPortal(text: vscode.MarkdownString, cloud: Cloud, tenantId: string, resourceId: string): vscode.MarkdownString {
  if (cloud.portal === undefined) {
    return text.appendMarkdown('\n\n$(beaker) ').appendText(vscode.l10n.t('This is the sandbox: there is no portal page.'));
  }
  const link = `${cloud.portal}/#@${tenantId}/resource${resourceId}`;
  return text.appendMarkdown(`\n\n[${vscode.l10n.t('Open in the portal')}](${encodeURI(link)})`);
}
