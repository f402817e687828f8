import * as vscode from 'vscode';
import type { Filling } from '../../deploy/fillIn';
import { fillIn } from '../../deploy/fillIn';
import { canonical, isObject } from '../../deploy/properties/canonical';
import { AppError } from '../../model/appError';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { message } from '../../model/message';
import type { Registry } from '../../model/registry';
import { parseResourceId, resourceName } from '../../model/resourceId';
import type { App } from '../app';
import { formatOf } from '../files/groupDocument';
import type { AskedFor } from '../review/asked';
import { rangeAt } from '../review/quickFixes';
import { askSubnet } from '../review/placeSteps';
import { registryAt } from '../perSubscription';
import type { Store } from '../store';
import { allIdentities, identityChoices } from './identitySteps';
import { askRepository, askTag } from './imageSteps';
import type { Choice, Question } from './question';
import { pick } from './question';
import { askRegistry } from './registrySteps';
import type { Answer } from './wizard';
import { runWizard } from './wizard';

/** Asks what belongs in place of a placeholder, and writes it wherever the same one stands: one step to undo. */
export async function fillInWizard(app: App, uri: vscode.Uri, { index, path, asks }: AskedFor): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { editDefinition, editText, parseText, readText } = await import('../review/editing');
  const format = formatOf(document);
  // A definition of a plan is all of its document.
  const written = (): unknown =>
    format ? readText(document.getText(), format).groups[index]?.written : parseText(document.getText()).value;
  if (!isObject(written()))
    throw new AppError('NoGroupInFile', message('deploy.noGroup', { file: document.uri.path.split('/').at(-1) ?? '' }));
  await app.sessions.require();
  const filling = await ask(app, asks, canonical(written()));
  if (!filling) return;
  // Meanwhile it may have been changed.
  const text = document.getText();
  const edits = fillIn(canonical(written()), path, filling);
  const edit = format ? editText(text, format, index, edits) : editDefinition(text, edits);
  if (!edit) return;
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, rangeAt(document, edit.offset, edit.length), edit.text);
  await vscode.workspace.applyEdit(change);
}

async function ask(app: App, asks: AskedFor['asks'], definition: ContainerGroupDefinition): Promise<Filling | undefined> {
  const { store } = app;
  switch (asks) {
    case 'identity': {
      const id = await single(vscode.l10n.t('Choose a Managed Identity'), (question) => askIdentity(store, definition, question));
      return id === undefined ? undefined : { kind: 'identity', id };
    }
    case 'subnet': {
      // In whichever region: the group follows its subnet.
      const id = await single(vscode.l10n.t('Choose a Subnet'), (question) => askSubnet(store, undefined, question));
      if (id === undefined) return undefined;
      return { kind: 'subnet', subnet: (await store.subnet(id)) ?? { id, location: '' } };
    }
    case 'registry': {
      const placeholder = vscode.l10n.t('Registry of the images');
      const chosen = await single(vscode.l10n.t('Choose a Registry'), (question) => askRegistry(store, question, placeholder));
      return chosen && { kind: 'registry', loginServer: chosen.registry.loginServer };
    }
    case 'image':
      return askImage(app);
  }
}

async function single<T>(title: string, asking: (question: Question) => Promise<Answer<T>>): Promise<T | undefined> {
  const answer = await asking({ title, step: 1, steps: 1, canGoBack: false });
  return answer.kind === 'next' ? answer.value : undefined;
}

interface ImageState {
  readonly registry?: Registry;
  readonly repository?: string;
  readonly suffix?: string;
}

async function askImage({ store, sessions }: App): Promise<Filling | undefined> {
  const state = await runWizard<ImageState>(
    vscode.l10n.t('Choose an Image'),
    [
      { ask: (_state, question) => askRegistry(store, question, vscode.l10n.t('Registry of the image')) },
      {
        ask: ({ registry }, question) => (registry ? askRepository(store, registry, question) : Promise.resolve({ kind: 'back' } as const)),
      },
      {
        skip: ({ suffix }) => suffix !== undefined,
        ask: async ({ registry, repository }, question) => {
          if (!registry || repository === undefined) return { kind: 'back' };
          return askTag(store, registry, repository, (await sessions.require()).clock.now(), question);
        },
      },
    ],
    {},
  );
  if (!state?.registry || state.repository === undefined || state.suffix === undefined) return undefined;
  const { loginServer } = state.registry;
  return { kind: 'image', loginServer, image: `${loginServer}/${state.repository}${state.suffix}` };
}

/** Asks for an identity that is there, with what it may pull where the definition says from which registry. */
async function askIdentity(store: Store, definition: ContainerGroupDefinition, question: Question): Promise<Answer<string>> {
  return pick<string>(question, {
    placeholder: vscode.l10n.t('Managed identity of the container group, or type its resource ID'),
    load: async (signal) => {
      const registry = await registryOf(store, definition, signal);
      if (!registry) return (await allIdentities(store, signal)).map(({ id, name }) => choiceOf(id, name));
      const choices = await identityChoices(store, { ability: 'pull', registries: [registry] }, signal);
      return choices.flatMap(({ value, ...choice }): Choice<string>[] => {
        if (value?.kind === 'new') return [];
        return [value ? { ...choice, value: value.identity.id } : choice];
      });
    },
    typed: (written) => {
      const isIdentity = parseResourceId(written)?.type.toLowerCase() === 'microsoft.managedidentity/userassignedidentities';
      return isIdentity ? [{ label: vscode.l10n.t('Use “{0}”', resourceName(written)), value: written }] : [];
    },
  });
}

function choiceOf(id: string, name: string): Choice<string> {
  return { label: `$(account) ${name}`, description: parseResourceId(id)?.resourceGroup ?? '', value: id };
}

async function registryOf(store: Store, { properties }: ContainerGroupDefinition, signal: AbortSignal): Promise<Registry | undefined> {
  const credentials: unknown = properties?.imageRegistryCredentials;
  const given = Array.isArray(credentials) ? (credentials as { readonly server?: unknown }[]) : [];
  return registryAt(
    store,
    given.map((each) => String(each?.server)),
    signal,
  );
}
