import * as vscode from 'vscode';
import { additions } from '../../deploy/additions';
import { askPublicImage } from '../wizards/pullSteps';
import type { AdditionRow } from './adding';
import { single } from './additionQuestions';
import { askRegistryImage } from './registryImage';

export function containerRows(): readonly AdditionRow[] {
  const image = async (title: string): Promise<string | undefined> => single(title, (question) => askPublicImage(question));
  return [
    {
      icon: 'globe',
      label: vscode.l10n.t('Container With a Public Image…'),
      detail: vscode.l10n.t('Of any registry that needs no credential.'),
      ask: async ({ definition }) => {
        const chosen = await image(vscode.l10n.t('Add Container'));
        return chosen === undefined ? undefined : additions.container(definition, { image: chosen });
      },
    },
    {
      icon: 'package',
      label: vscode.l10n.t('Container From a Registry…'),
      detail: vscode.l10n.t('Pulled with the identity that the group has.'),
      ask: async ({ app, definition }) => {
        const chosen = await askRegistryImage(app, definition);
        return chosen && additions.container(definition, chosen);
      },
    },
    {
      icon: 'run-all',
      label: vscode.l10n.t('Init Container…'),
      detail: vscode.l10n.t('Runs to its end before the others start.'),
      linuxOnly: true,
      ask: async ({ definition }) => {
        const chosen = await image(vscode.l10n.t('Add Init Container'));
        return chosen === undefined ? undefined : additions.initContainer(definition, { image: chosen });
      },
    },
  ];
}
