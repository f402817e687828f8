import * as vscode from 'vscode';
import type { ShowNotice } from './noticeQueue';

export const showNotice: ShowNotice = ({ severity, text, buttons }) => {
  switch (severity) {
    case 'information':
      return vscode.window.showInformationMessage(text, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(text, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(text, ...buttons);
  }
};
