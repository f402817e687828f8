import { registryAt } from '../perSubscription';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { parseImageReference } from '../../model/imageReference';
import { message } from '../../model/message';
import type { Registry } from '../../model/registry';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { text } from './question';
import { askRegistry } from './registrySteps';
import { next, runWizard } from './wizard';

interface ImportState {
  readonly registry?: Registry;
  readonly source?: string;
  readonly target?: string;
}

const example = 'mcr.microsoft.com/azuredocs/aci-helloworld:latest';

/** Registry → source reference → name in the registry → the plan. */
export async function importImageWizard(app: App, start: Pick<ImportState, 'registry'>): Promise<Plan | undefined> {
  const session = await app.sessions.require();
  const state = await runWizard<ImportState>(
    vscode.l10n.t('Import Image'),
    [
      {
        skip: ({ registry }) => registry !== undefined,
        ask: (_state, question) => askRegistry(app.store, question, vscode.l10n.t('Registry to import into')),
      },
      {
        ask: async ({ source }, question) => {
          const answer = await text(question, {
            prompt: vscode.l10n.t('Image to import: registry/repository:tag of a public registry or of another registry of yours'),
            placeholder: example,
            value: source ?? example,
            check: checkSource,
          });
          return answer.kind === 'next' ? next({ source: answer.value }) : answer;
        },
      },
      {
        ask: async ({ source }, question) => {
          const image = parseImageReference(source ?? '');
          const answer = await text(question, {
            prompt: vscode.l10n.t('Name in the registry: repository:tag'),
            value: image ? `${image.repository}:${image.tag ?? 'latest'}` : '',
            check: checkTarget,
          });
          return answer.kind === 'next' ? next({ target: answer.value }) : answer;
        },
      },
    ],
    start,
  );
  if (!state?.registry || !state.source || !state.target) return undefined;
  const sourceRegistryId = await ownRegistryId(app, state.source);
  return {
    id: randomUUID(),
    title: message('plan.title.importImage', { image: state.target, registry: state.registry.name }),
    target: session.target,
    operations: [
      {
        kind: 'importImage',
        key: 'import',
        registryId: state.registry.id,
        loginServer: state.registry.loginServer,
        source: state.source,
        target: state.target,
        ...(sourceRegistryId ? { sourceRegistryId } : {}),
      },
    ],
  };
}

function checkSource(value: string): string | undefined {
  if (value.includes('://')) return vscode.l10n.t('The image “{0}” starts with a scheme; write registry/repository:tag.', value);
  const hasServer = /^[^/]*[.:][^/]*\//.test(value);
  if (!hasServer) return vscode.l10n.t('The image “{0}” names no registry; write it out, such as docker.io/library/nginx:latest.', value);
  return parseImageReference(value)
    ? undefined
    : vscode.l10n.t('The image “{0}” is not a well-formed reference: registry/repository:tag.', value);
}

function checkTarget(value: string): string | undefined {
  const isGood = !value.includes('@') && /:[^/]+$/.test(value) && parseImageReference(`x.azurecr.io/${value}`) !== undefined;
  return isGood ? undefined : vscode.l10n.t('The name “{0}” is not repository:tag, the repository in lower case.', value);
}

/** A source in a registry that the person can see is named by its resource id: Azure then asks for no password. */
async function ownRegistryId(app: App, source: string): Promise<string | undefined> {
  const server = parseImageReference(source)?.server;
  return server === undefined ? undefined : (await registryAt(app.store, [server]))?.id;
}
