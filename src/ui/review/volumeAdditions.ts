import * as vscode from 'vscode';
import type { Addition, VolumeSource } from '../../deploy/additions';
import { additions } from '../../deploy/additions';
import type { TextOptions } from '../wizards/question';
import { text } from '../wizards/question';
import type { Step } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';
import type { Adding, AdditionRow } from './adding';
import { both, secret, single } from './additionQuestions';
import { askFileContent } from './askFileContent';

export function volumeRows(): readonly AdditionRow[] {
  const mountPath = (value: string): TextOptions => ({
    prompt: vscode.l10n.t('Where the container sees it'),
    value,
    check: (path) =>
      // Quoted of the service: a colon is not taken.
      path !== '' && !path.includes(':') ? undefined : vscode.l10n.t('A path such as /mnt/data is needed, without a colon.'),
  });
  const volume = async (
    { definition, container }: Adding,
    title: string,
    first: TextOptions | undefined,
    source: (given: string) => VolumeSource,
    path: string,
  ): Promise<Addition | undefined> => {
    if (!first) {
      const at = await single(title, (question) => text(question, mountPath(path)));
      return at === undefined ? undefined : additions.volume(definition, { container, source: source(''), mountPath: at });
    }
    const answers = await both(title, first, mountPath(path));
    return answers && additions.volume(definition, { container, source: source(answers[0]), mountPath: answers[1] });
  };
  return [
    {
      icon: 'folder',
      label: vscode.l10n.t('Volume: Empty Directory…'),
      detail: vscode.l10n.t('Shared by the containers for as long as the group runs.'),
      linuxOnly: true,
      ask: (adding) => volume(adding, vscode.l10n.t('Add Empty Directory'), undefined, () => ({ emptyDir: {} }), '/mnt/scratch'),
    },
    {
      icon: 'shield',
      label: vscode.l10n.t('Volume: Secret…'),
      detail: vscode.l10n.t('A file whose content Azure never gives back.'),
      linuxOnly: true,
      ask: async ({ definition, container }) => {
        const given = await secretFile();
        if (!given) return undefined;
        const { path, content } = given;
        const slash = path.lastIndexOf('/');
        const source = { secret: { [path.slice(slash + 1)]: content } };
        return additions.volume(definition, { container, source, mountPath: path.slice(0, slash) });
      },
    },
    {
      icon: 'repo-clone',
      label: vscode.l10n.t('Volume: Git Repository…'),
      detail: vscode.l10n.t('Cloned when the group starts. Linux only.'),
      linuxOnly: true,
      ask: (adding) =>
        volume(
          adding,
          vscode.l10n.t('Add Git Repository'),
          {
            prompt: vscode.l10n.t('URL of the repository'),
            value: 'https://github.com/Azure-Samples/aci-helloworld',
            check: (url) => (/^https:\/\/\S+$/.test(url) ? undefined : vscode.l10n.t('A URL that starts with https:// is needed.')),
          },
          (repository) => ({ gitRepo: { repository } }),
          '/mnt/repo',
        ),
    },
    {
      icon: 'files',
      label: vscode.l10n.t('Volume: Azure Files…'),
      detail: vscode.l10n.t('A share of a storage account, mounted with the account’s key.'),
      linuxOnly: true,
      ask: async ({ definition, container }) => {
        const answers = await both(
          vscode.l10n.t('Add Azure Files Share'),
          {
            prompt: vscode.l10n.t('Storage account and share, as account/share'),
            value: '',
            check: (share) =>
              /^[a-z0-9]{3,24}\/[a-z0-9](-?[a-z0-9]){2,62}$/.test(share)
                ? undefined
                : vscode.l10n.t('A storage account and a share are needed, such as mystorage/data.'),
          },
          secret(vscode.l10n.t('Key of the storage account')),
        );
        if (!answers) return undefined;
        const [storageAccountName = '', shareName = ''] = answers[0].split('/');
        const source = { azureFile: { shareName, storageAccountName, storageAccountKey: answers[1] } };
        return additions.volume(definition, { container, source, mountPath: `/mnt/${shareName}` });
      },
    },
  ];
}

/** Asks for the content first: the file that it is of suggests a name. */
async function secretFile(): Promise<{ readonly path: string; readonly content: string } | undefined> {
  interface State {
    readonly file?: { readonly name?: string; readonly content: string };
    readonly path?: string;
  }
  const contentStep: Step<State> = {
    ask: async (_state, question) => {
      const answer = await askFileContent(question, vscode.l10n.t('Content of the file'));
      return answer.kind === 'next' ? next({ file: answer.value }) : answer;
    },
  };
  const pathStep: Step<State> = {
    ask: async ({ file }, question) => {
      const answer = await text(question, {
        prompt: vscode.l10n.t('Path of the file in the container'),
        value: `/mnt/secrets/${file?.name ?? 'config'}`,
        check: (path) =>
          /^\/.+\/[^/:]+$/.test(path) && !path.includes(':')
            ? undefined
            : vscode.l10n.t('A path such as /mnt/secrets/config is needed, without a colon.'),
      });
      return answer.kind === 'next' ? next({ path: answer.value }) : answer;
    },
  };
  const state = await runWizard<State>(vscode.l10n.t('Add Secret Volume'), [contentStep, pathStep], {});
  return state?.file && state.path !== undefined ? { path: state.path, content: state.file.content } : undefined;
}
