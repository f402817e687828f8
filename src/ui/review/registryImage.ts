import { registryAt } from '../perSubscription';
import * as vscode from 'vscode';
import type { ImageToAdd } from '../../deploy/additions';
import { canonical } from '../../deploy/properties/canonical';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Registry } from '../../model/registry';
import type { App } from '../app';
import { askRepository, askTag } from '../wizards/imageSteps';
import { askRegistry } from '../wizards/registrySteps';
import { runWizard } from '../wizards/wizard';

interface State {
  readonly registry?: Registry;
  readonly repository?: string;
  readonly suffix?: string;
}

/** Asks for an image; the registry is not asked for where the group pulls from one alone. */
export async function askRegistryImage(app: App, definition: ContainerGroupDefinition): Promise<ImageToAdd | undefined> {
  const registry = await onlyRegistry(app, definition);
  const state = await runWizard<State>(
    vscode.l10n.t('Add Container'),
    [
      {
        skip: (known) => known.registry !== undefined,
        ask: (_state, question) => askRegistry(app.store, question, vscode.l10n.t('Registry of the image')),
      },
      {
        ask: async (known, question) => (known.registry ? askRepository(app.store, known.registry, question) : { kind: 'back' }),
      },
      {
        skip: ({ suffix }) => suffix !== undefined,
        ask: async ({ registry: from, repository }, question) => {
          if (!from || repository === undefined) return { kind: 'back' };
          const { clock } = await app.sessions.require();
          return askTag(app.store, from, repository, clock.now(), question);
        },
      },
    ],
    registry ? { registry } : {},
  );
  if (!state?.registry || !state.repository || !state.suffix) return undefined;
  const server = state.registry.loginServer;
  return { image: `${server}/${state.repository}${state.suffix}`, server };
}

async function onlyRegistry({ store }: App, definition: ContainerGroupDefinition): Promise<Registry | undefined> {
  const { imageRegistryCredentials } = canonical(definition).properties;
  const [only, another] = Array.isArray(imageRegistryCredentials) ? imageRegistryCredentials : [];
  return !only?.server || another ? undefined : registryAt(store, [only.server]);
}
