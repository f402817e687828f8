import * as vscode from 'vscode';
import type { MissingSecret } from '../../deploy/missingSecrets';
import { fileNames, mostFiles } from '../../deploy/secretFiles';
import type { Secrets } from '../../model/secrets';
import { placeholder } from '../../model/secrets';
import type { Question } from '../wizards/question';
import { text } from '../wizards/question';
import type { Answer, Step } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';
import { secret as secretText } from './additionQuestions';
import { askFileContent, askFiles } from './askFileContent';

/** Values by the names of their placeholders; and of secret volumes which files they have. */
export interface GivenSecrets {
  readonly secrets: Secrets;
  readonly files: readonly { readonly missing: MissingSecret; readonly names: readonly string[] }[];
}

type SingleSecret = Exclude<MissingSecret, { readonly kind: 'files' }>;

interface State {
  readonly values: Secrets;
  /** By the name of the volume's placeholder. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Contents of files that were chosen, by the names of their placeholders, should they keep their names. */
  readonly chosen: Secrets;
}

/** Asks for each value. What was given before the person left counts; of a volume, once all of its files have been. */
export async function askSecrets(missing: readonly MissingSecret[]): Promise<GivenSecrets> {
  let state: State = { values: {}, names: {}, chosen: {} };
  const steps = missing.flatMap((secret) => (secret.kind === 'files' ? filesSteps(secret) : [valueStep(secret)]));
  const noting = steps.map(({ skip, ask }): Step<State> => ({
    ...(skip ? { skip } : {}),
    ask: async (before, question) => {
      const answer = await ask(before, question);
      if (answer.kind === 'next') state = { ...before, ...answer.value };
      return answer;
    },
  }));
  await runWizard<State>(vscode.l10n.t('Give Secret Values'), noting, state);
  const files = missing.flatMap((secret) => {
    const names = state.names[secret.name] ?? [];
    const isWhole = names.length > 0 && names.every((name) => state.values[fileSecret(secret, name)] !== undefined);
    return isWhole ? [{ missing: secret, names }] : [];
  });
  return { secrets: state.values, files };
}

/** The content of a secret volume with placeholders for its files. */
export function filesWithPlaceholders({ missing, names }: GivenSecrets['files'][number]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, placeholder(fileSecret(missing, name))]));
}

function fileSecret({ name }: MissingSecret, file: string): string {
  return `${name}/${file}`;
}

function valueStep(secret: SingleSecret): Step<State> {
  return {
    ask: async ({ values }, question) => {
      const prompt = kept(promptOf(secret));
      const answer = secret.kind === 'file' ? await content(question, prompt) : await text(question, secretText(prompt));
      return answer.kind === 'next' ? next({ values: { ...values, [secret.name]: answer.value } }) : answer;
    },
  };
}

function filesSteps(secret: MissingSecret & { readonly kind: 'files' }): readonly Step<State>[] {
  const chooseStep: Step<State> = {
    ask: async ({ names, chosen }, question) => {
      const answer = await askFiles(question, {
        placeholder: kept(vscode.l10n.t('Files of the secret volume {0}, which Azure does not give back', secret.volume)),
        choose: vscode.l10n.t('Choose Files…'),
        type: vscode.l10n.t('Type Their Names'),
        typeDetail: vscode.l10n.t('Then the content of each is asked for.'),
        many: true,
      });
      if (answer.kind !== 'next' || answer.value.length === 0) return answer.kind === 'next' ? next({}) : answer;
      const contents = Object.fromEntries(answer.value.map((file) => [fileSecret(secret, file.name), file.content]));
      return next({
        names: { ...names, [secret.name]: answer.value.map(({ name }) => name) },
        chosen: { ...chosen, ...contents },
      });
    },
  };
  const namesStep: Step<State> = {
    ask: async ({ names, values, chosen }, question) => {
      const answer = await text(question, {
        prompt: vscode.l10n.t(
          'Names of the files in the secret volume {0}, which Azure does not give back, separated by commas',
          secret.volume,
        ),
        value: (names[secret.name] ?? []).join(', '),
        check: (written) => (fileNames(written) ? undefined : vscode.l10n.t('Up to {0} names of files are needed, each once.', mostFiles)),
      });
      if (answer.kind !== 'next') return answer;
      const given = fileNames(answer.value) ?? [];
      const known = given.map((file) => fileSecret(secret, file)).filter((name) => chosen[name] !== undefined);
      return next({
        names: { ...names, [secret.name]: given },
        values: { ...values, ...Object.fromEntries(known.map((name) => [name, chosen[name] ?? ''])) },
      });
    },
  };
  const contents = Array.from({ length: mostFiles }, (_unused, index): Step<State> => ({
    skip: ({ names, chosen }) => {
      const file = names[secret.name]?.[index];
      return file === undefined || chosen[fileSecret(secret, file)] !== undefined;
    },
    ask: async ({ names, values }, question) => {
      const file = names[secret.name]?.[index] ?? '';
      const answer = await content(question, kept(vscode.l10n.t('Content of the file {0} in the secret volume {1}', file, secret.volume)));
      return answer.kind === 'next' ? next({ values: { ...values, [fileSecret(secret, file)]: answer.value } }) : answer;
    },
  }));
  return [chooseStep, namesStep, ...contents];
}

async function content(question: Question, prompt: string): Promise<Answer<string>> {
  const answer = await askFileContent(question, prompt);
  return answer.kind === 'next' ? next(answer.value.content) : answer;
}

function promptOf(secret: SingleSecret): string {
  switch (secret.kind) {
    case 'variable':
      return vscode.l10n.t('Value of the secure environment variable {0} of container {1}', secret.variable, secret.container);
    case 'password':
      return vscode.l10n.t('Password of {0} at {1}', secret.username, secret.server);
    case 'storageKey':
      return vscode.l10n.t('Key of the storage account {0}, for the share {1}', secret.account, secret.share);
    case 'workspaceKey':
      return vscode.l10n.t('Key of the Log Analytics workspace {0}', secret.workspace);
    case 'file':
      return vscode.l10n.t('Content of the file {0} in the secret volume {1}', secret.file, secret.volume);
  }
}

function kept(prompt: string): string {
  return vscode.l10n.t('{0}. VS Code keeps it among its secrets.', prompt);
}
