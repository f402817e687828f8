import * as vscode from 'vscode';
import type { MissingSecret } from '../../deploy/missingSecrets';
import type { Secrets } from '../../model/secrets';
import { placeholder } from '../../model/secrets';
import type { TextOptions } from '../wizards/question';
import { text } from '../wizards/question';
import type { Step } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';

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
}

/** Of one secret volume, asked for one after the other. */
const mostFiles = 10;

/** Asks for each value. What was given before the person left counts; of a volume, once all of its files have been. */
export async function askSecrets(missing: readonly MissingSecret[]): Promise<GivenSecrets> {
  let state: State = { values: {}, names: {} };
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
      const answer = await text(question, secretText(promptOf(secret)));
      if (answer.kind !== 'next') return answer;
      const value = secret.kind === 'file' ? encoded(answer.value) : answer.value;
      return next({ values: { ...values, [secret.name]: value } });
    },
  };
}

function filesSteps(secret: MissingSecret & { readonly kind: 'files' }): readonly Step<State>[] {
  const namesStep: Step<State> = {
    ask: async ({ names }, question) => {
      const answer = await text(question, {
        prompt: vscode.l10n.t(
          'Names of the files in the secret volume {0}, which Azure does not give back, separated by commas',
          secret.volume,
        ),
        value: (names[secret.name] ?? []).join(', '),
        check: (written) => (namesIn(written) ? undefined : vscode.l10n.t('Up to {0} names of files are needed, each once.', mostFiles)),
      });
      return answer.kind === 'next' ? next({ names: { ...names, [secret.name]: namesIn(answer.value) ?? [] } }) : answer;
    },
  };
  const contents = Array.from({ length: mostFiles }, (_unused, index): Step<State> => ({
    skip: ({ names }) => names[secret.name]?.[index] === undefined,
    ask: async ({ names, values }, question) => {
      const file = names[secret.name]?.[index] ?? '';
      const answer = await text(
        question,
        secretText(vscode.l10n.t('Content of the file {0} in the secret volume {1}', file, secret.volume)),
      );
      return answer.kind === 'next' ? next({ values: { ...values, [fileSecret(secret, file)]: encoded(answer.value) } }) : answer;
    },
  }));
  return [namesStep, ...contents];
}

function namesIn(written: string): readonly string[] | undefined {
  const names = written.split(',').map((name) => name.trim());
  const isGood = names.every((name) => /^[^/\\:\s]+$/.test(name)) && new Set(names).size === names.length && names.length <= mostFiles;
  return isGood ? names : undefined;
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

function secretText(prompt: string): TextOptions {
  return {
    prompt: vscode.l10n.t('{0}. VS Code keeps it among its secrets.', prompt),
    value: '',
    isSecret: true,
    check: (value) => (value === '' ? vscode.l10n.t('A value is needed.') : undefined),
  };
}

/** Azure takes the content of files so. */
function encoded(content: string): string {
  return Buffer.from(content).toString('base64');
}
