import * as vscode from 'vscode';
import type { Property } from '../../deploy/properties/property';
import { mayHoldGroup } from '../../deploy/text/groupText';
import { renderSentence } from '../renderFinding';
import { formatOf } from './groupDocument';

/** What the table of properties says, while YAML of a container group is written; for JSON the contributed schema does the same. */
export class YamlHelp implements vscode.HoverProvider, vscode.CompletionItemProvider {
  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!isGroup(document)) return undefined;
    const { propertyInYaml, propertyMessages } = await import('../review/editing');
    const found = propertyInYaml(linesTo(document, position.line + 1), position.character);
    if (!found) return undefined;
    const { row, start } = found;
    const text = new vscode.MarkdownString().appendText(renderSentence(propertyMessages[row.says]));
    if (row.values) text.appendMarkdown(`\n\n${row.values.map((value) => `\`${value}\``).join(' · ')}`);
    if (row.since) text.appendText(`\n\n${vscode.l10n.t('Since apiVersion {0}.', row.since)}`);
    if (row.until) text.appendText(`\n\n${vscode.l10n.t('Before apiVersion {0}.', row.until)}`);
    return new vscode.Hover(text, new vscode.Range(position.line, start, position.line, start + row.name.length));
  }

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    if (!isGroup(document)) return [];
    const { placeInYaml, propertyMessages } = await import('../review/editing');
    const typed = document.lineAt(position.line).text.slice(0, position.character);
    const place = placeInYaml([...linesTo(document, position.line), typed]);
    if (!place) return [];
    const range = new vscode.Range(position.translate(0, -place.typed.length), position);
    if (place.kind === 'value') {
      const values = place.row.type === 'boolean' ? ['true', 'false'] : (place.row.values ?? []);
      return values.map((value) => item(value, vscode.CompletionItemKind.Value, range));
    }
    return place.rows
      .filter(({ isReadOnly }) => !isReadOnly)
      .map((row, index) => {
        const made = item(row.name, vscode.CompletionItemKind.Property, range);
        made.documentation = renderSentence(propertyMessages[row.says]);
        made.insertText = new vscode.SnippetString(`${row.name}:${rest(row)}`);
        // As the table has them: what is needed comes first.
        made.sortText = String(index).padStart(3, '0');
        return made;
      });
  }
}

function item(label: string, kind: vscode.CompletionItemKind, range: vscode.Range): vscode.CompletionItem {
  const made = new vscode.CompletionItem(label, kind);
  made.range = range;
  return made;
}

/** What follows a name, and where the cursor goes. A snippet's lines are indented like the one it stands in. */
function rest({ type, members }: Property): string {
  if (type === 'object' || type === 'map') return '\n  $0';
  if (type === 'list') return members ? '\n- $0' : ' [$0]';
  return ' $0';
}

function isGroup(document: vscode.TextDocument): boolean {
  return formatOf(document) === 'yaml' && mayHoldGroup(document.getText());
}

function linesTo(document: vscode.TextDocument, end: number): readonly string[] {
  return Array.from({ length: end }, (_unused, index) => document.lineAt(index).text);
}
