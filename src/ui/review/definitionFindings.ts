import * as vscode from 'vscode';
import type { MissingSecret } from '../../deploy/missingSecrets';
import { missingSecrets } from '../../deploy/missingSecrets';
import type { TextEdit } from '../../deploy/text/groupText';
import type { GroupFinding } from '../../deploy/text/judgeText';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { message } from '../../model/message';
import { renderFinding } from '../renderFinding';
import { askingCommand } from './asked';
import type { OfferedFix } from './quickFixes';
import { rangeAt } from './quickFixes';
import { squiggle } from './squiggle';

/** What an editor's text comes to: squiggles and their fixes, and the definition where the text is JSON. */
export interface Judged {
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly fixes: readonly OfferedFix[];
  readonly errors: number;
  readonly definition?: ContainerGroupDefinition;
  /** What it only names, and nobody has given. */
  readonly missing: readonly MissingSecret[];
}

/** @param known names of secrets whose values are kept elsewhere than in the text. */
export async function judge(document: vscode.TextDocument, known: ReadonlySet<string>): Promise<Judged> {
  const { judgeDefinition, editDefinition } = await import('./editing');
  const text = document.getText();
  const { syntaxErrors, definition, findings } = judgeDefinition(text, known);
  // VS Code's own JSON support shows what is wrong with the syntax; a second squiggle would only repeat it.
  if (syntaxErrors > 0) return { diagnostics: [], fixes: [], errors: syntaxErrors, missing: [] };
  if (!definition) {
    const found = { code: 'NoDefinition', severity: 'error', message: message('definition.none') } as const;
    return { diagnostics: [squiggle(rangeAt(document, 0, 1), found)], fixes: [], errors: 1, missing: [] };
  }
  const shown = findings.map((finding) => ({
    finding,
    diagnostic: squiggle(rangeAt(document, finding.at.offset, finding.at.length), finding),
  }));
  const missing = missingSecrets(definition, known);
  const isGiveable = (finding: GroupFinding): boolean => missing.some(({ path }) => path.join('.') === finding.path.join('.'));
  return {
    diagnostics: shown.map(({ diagnostic }) => diagnostic),
    fixes: shown.flatMap(({ finding, diagnostic }): OfferedFix[] => {
      const { fix, asks, path } = finding;
      if (fix) return [{ diagnostic, title: renderFinding(fix.title), edits: () => editsOf(editDefinition(text, fix.edits)) }];
      // A secret is kept elsewhere than in the text.
      if (isGiveable(finding)) return [offered(diagnostic, givingCommand(document.uri))];
      return asks ? [offered(diagnostic, askingCommand(document.uri, { index: 0, path, asks }))] : [];
    }),
    errors: findings.filter(({ severity }) => severity === 'error').length,
    definition,
    missing,
  };
}

function offered(diagnostic: vscode.Diagnostic, command: vscode.Command): OfferedFix {
  return { diagnostic, title: command.title, edits: command };
}

function givingCommand(uri: vscode.Uri): vscode.Command {
  return { title: vscode.l10n.t('Give Secret Values…'), command: 'keylessContainers.giveSecretValues', arguments: [uri] };
}

function editsOf(edit: TextEdit | undefined): readonly TextEdit[] | undefined {
  return edit && [edit];
}
