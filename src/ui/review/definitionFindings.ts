import type * as vscode from 'vscode';
import type { TextEdit } from '../../deploy/text/groupText';
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
}

/** @param known names of secrets whose values are kept elsewhere than in the text. */
export async function judge(document: vscode.TextDocument, known: ReadonlySet<string>): Promise<Judged> {
  const { judgeDefinition, editDefinition } = await import('./editing');
  const text = document.getText();
  const { syntaxErrors, definition, findings } = judgeDefinition(text, known);
  // VS Code's own JSON support shows what is wrong with the syntax; a second squiggle would only repeat it.
  if (syntaxErrors > 0) return { diagnostics: [], fixes: [], errors: syntaxErrors };
  if (!definition) {
    const found = { code: 'NoDefinition', severity: 'error', message: message('definition.none') } as const;
    return { diagnostics: [squiggle(rangeAt(document, 0, 1), found)], fixes: [], errors: 1 };
  }
  const shown = findings.map((finding) => ({
    finding,
    diagnostic: squiggle(rangeAt(document, finding.at.offset, finding.at.length), finding),
  }));
  return {
    diagnostics: shown.map(({ diagnostic }) => diagnostic),
    fixes: shown.flatMap(({ finding: { fix, asks, path }, diagnostic }): OfferedFix[] => {
      if (fix) return [{ diagnostic, title: renderFinding(fix.title), edits: () => editsOf(editDefinition(text, fix.edits)) }];
      if (!asks) return [];
      const command = askingCommand(document.uri, { index: 0, path, asks });
      return [{ diagnostic, title: command.title, edits: command }];
    }),
    errors: findings.filter(({ severity }) => severity === 'error').length,
    definition,
  };
}

function editsOf(edit: TextEdit | undefined): readonly TextEdit[] | undefined {
  return edit && [edit];
}
