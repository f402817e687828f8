import * as vscode from 'vscode';
import type { Condition } from './containerGroupState';

/** Shapes differ, so that nothing is said by colour alone. */
export function conditionIcon(condition: Condition): vscode.ThemeIcon {
  switch (condition) {
    case 'running':
      return new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.green'));
    case 'changing':
      return new vscode.ThemeIcon('loading~spin');
    case 'stopped':
      return new vscode.ThemeIcon('vm-outline');
    case 'succeeded':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'unknown':
      return new vscode.ThemeIcon('vm');
  }
}
