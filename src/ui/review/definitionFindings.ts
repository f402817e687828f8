import * as vscode from 'vscode';
import { validate } from '../../deploy/validate';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Severity } from '../../model/finding';
import { render } from '../render';
import type { Span } from './editing';

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** What an editor's text comes to: squiggles, and the definition where the text is JSON. */
export interface Judged {
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly errors: number;
  readonly definition?: ContainerGroupDefinition;
}

/** @param known names of secrets whose values are kept elsewhere than in the text. */
export async function judge(document: vscode.TextDocument, known: ReadonlySet<string>): Promise<Judged> {
  const { parseText } = await import('./editing');
  const parsed = parseText(document.getText());
  const range = ({ offset, length }: Span): vscode.Range =>
    new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  // VS Code's own JSON support shows what is wrong with the syntax; a second squiggle would only repeat it.
  if (parsed.errors.length > 0) return { diagnostics: [], errors: parsed.errors.length };
  if (!isDefinition(parsed.value)) {
    const at = range({ offset: 0, length: 1 });
    const text = vscode.l10n.t('A container group definition is a JSON object with “location” and “properties”.');
    return { diagnostics: [diagnostic(at, text, vscode.DiagnosticSeverity.Error)], errors: 1 };
  }
  const findings = validate(parsed.value, { secrets: known });
  const diagnostics = findings.map((finding) => {
    const found = diagnostic(range(parsed.locate(finding.path)), render(finding.message), severities[finding.severity]);
    found.code = finding.source ? { value: finding.code, target: vscode.Uri.parse(finding.source) } : finding.code;
    return found;
  });
  return { diagnostics, errors: findings.filter(({ severity }) => severity === 'error').length, definition: parsed.value };
}

function isDefinition(value: unknown): value is ContainerGroupDefinition {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'properties' in value;
}

function diagnostic(range: vscode.Range, text: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, text, severity);
  made.source = 'Keyless Containers';
  return made;
}
