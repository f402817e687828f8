import * as vscode from 'vscode';
import type { Persona } from '../../sandbox/personas';

/** Spelled here again: the sandbox's own list is in a bundle that is not loaded yet. */
export const personas = ['owner', 'contributor', 'reader', 'delegate'] as const satisfies readonly Persona[];

export function personaName(persona: Persona): string {
  switch (persona) {
    case 'owner':
      return vscode.l10n.t('Owner');
    case 'contributor':
      return vscode.l10n.t('Contributor');
    case 'reader':
      return vscode.l10n.t('Reader');
    case 'delegate':
      return vscode.l10n.t('Delegate');
  }
}
