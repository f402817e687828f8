import * as vscode from 'vscode';
import type { Severity } from '../../model/finding';
import type { FindingMessage } from '../../model/message';
import { renderFinding } from '../renderFinding';

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** What was found, as a squiggle whose code leads to the page that the rule is from. */
export function squiggle(
  range: vscode.Range,
  found: { readonly code: string; readonly severity: Severity; readonly message: FindingMessage; readonly source?: string },
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, renderFinding(found.message), severities[found.severity]);
  made.source = 'Keyless Containers';
  made.code = found.source ? { value: found.code, target: vscode.Uri.parse(found.source) } : found.code;
  return made;
}
