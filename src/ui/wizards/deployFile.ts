import * as vscode from 'vscode';
import { checkGroupName } from '../../deploy/names';
import { suggestName } from '../../deploy/newDefinition';
import { containerInstances, planDeploy } from '../../deploy/planDeploy';
import type { ImportedGroup } from '../../deploy/text/groupFile';
import { AppError } from '../../model/appError';
import type { ContainerGroup, ContainerGroupDefinition } from '../../model/containerGroup';
import type { Fact } from '../../model/fact';
import { fact } from '../../model/fact';
import { message } from '../../model/message';
import { parseResourceId, resourceId } from '../../model/resourceId';
import type { Secrets } from '../../model/secrets';
import { takeSecrets } from '../../model/secrets';
import type { Plan } from '../../plan/plan';
import { tags } from '../../plan/marks';
import type { App } from '../app';
import { formatOf, proposedName } from '../files/groupDocument';
import { render } from '../render';
import { fileGrants } from './fileGrants';
import { text } from './question';
import type { GroupState } from './resourceGroupSteps';
import { askLocation, resourceGroupSteps } from './resourceGroupSteps';
import type { Step } from './wizard';
import { next, runWizard } from './wizard';

interface FileState extends GroupState {
  readonly name?: string;
  readonly location?: string;
}

/** A plan without secrets, and those that stand in the file. */
export interface PlanFromFile {
  readonly plan: Plan;
  readonly secrets: Secrets;
}

/**
 * Deploys a container group of a file: asks only for what the file doesn't say.
 * @param uri of the file; without one the document in front.
 * @param index which of its groups, where that is known.
 */
export async function deployFile(app: App, uri: vscode.Uri | undefined, index: number | undefined): Promise<PlanFromFile | undefined> {
  const from = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!from) throw new AppError('NoFile', message('deploy.noFile'));
  const document = await vscode.workspace.openTextDocument(from);
  const imported = await readGroup(document, index);
  if (!imported) return undefined;
  await app.sessions.require();
  const { name, definition } = imported;
  const start: FileState = {
    ...(name !== undefined && !checkGroupName(name.toLowerCase()) ? { name } : {}),
    ...(definition.location === undefined ? {} : { location: definition.location }),
  };
  const suggested = suggestName(name ?? proposedName(document));
  const state = await runWizard<FileState>(vscode.l10n.t('Deploy to Azure Container Instances'), steps(app, suggested), start);
  return state && plan(app, state, definition);
}

async function readGroup(document: vscode.TextDocument, index: number | undefined): Promise<ImportedGroup | undefined> {
  const { readText, importGroup } = await import('../review/editing');
  const format = formatOf(document) ?? 'yaml';
  const { groups, problems } = readText(document.getText(), format);
  const file = document.uri.path.split('/').at(-1) ?? '';
  if (groups.length === 0) {
    throw new AppError('NoGroupInFile', message(problems.length > 0 ? 'deploy.noGroupYet' : 'deploy.noGroup', { file }));
  }
  const imported = groups.map((group) => importGroup(group));
  if (index !== undefined) return imported[index];
  if (imported.length === 1) return imported[0];
  const items = imported.map((group, at) => ({
    label: group.name ?? vscode.l10n.t('Group {0}', at + 1),
    description: imagesOf(group),
    group,
  }));
  const placeHolder = vscode.l10n.t('Which container group of {0}?', file);
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.group;
}

function imagesOf({ definition }: ImportedGroup): string {
  const containers: unknown = definition.properties.containers;
  return Array.isArray(containers)
    ? (containers as ContainerGroupDefinition['properties']['containers']).map((each) => each?.properties?.image).join(', ')
    : '';
}

function steps(app: App, suggested: string): readonly Step<FileState>[] {
  return [
    {
      skip: ({ name }) => name !== undefined,
      ask: async (_state, question) => {
        const answer = await text(question, {
          prompt: vscode.l10n.t('Name of the container group'),
          value: suggested,
          check: (name) => {
            const problem = checkGroupName(name);
            return problem && render(problem);
          },
        });
        return answer.kind === 'next' ? next({ name: answer.value }) : answer;
      },
    },
    ...resourceGroupSteps<FileState>(app, vscode.l10n.t('Resource group of the container group'), () => undefined),
    {
      // Of a new resource group the region has just been asked for.
      skip: ({ location, newGroupIn }) => location !== undefined || newGroupIn !== undefined,
      ask: async ({ group }, question) => {
        const { subscriptionId = '' } = parseResourceId(group?.id ?? '') ?? {};
        const answer = await askLocation(app, subscriptionId, group?.location, question);
        return answer.kind === 'next' ? next({ location: answer.value }) : answer;
      },
    },
  ];
}

async function plan(
  app: App,
  { name = '', group, location }: FileState,
  given: ContainerGroupDefinition,
): Promise<PlanFromFile | undefined> {
  if (!group) return undefined;
  const session = await app.sessions.require();
  const { subscriptionId = '', name: resourceGroup = '' } = parseResourceId(group.id) ?? {};
  const id = resourceId(subscriptionId, resourceGroup, 'Microsoft.ContainerInstance/containerGroups', name);
  const existing = await fact(() => session.azure.containerGroups.get(id));
  const definition = { ...given, location: location ?? group.location, ...markedTags(given, existing) };
  const title = vscode.l10n.t('Reading who may pull…');
  const [registration, grants] = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    Promise.all([
      fact(() => session.azure.providers.registrationState(subscriptionId, containerInstances)),
      fileGrants(app.store, definition, group),
    ]),
  );
  const { definition: withoutSecrets, secrets } = takeSecrets(definition);
  const made = planDeploy(session.target, {
    id,
    definition: withoutSecrets,
    resourceGroups: [group, ...grants.resourceGroups],
    grant: grants.operations,
    pulls: grants.pulls,
    // Who may not ask may not register either: then Azure says, when the plan runs, whether it is.
    register: registration.known && registration.value !== 'Registered',
  });
  const consequences = grants.notes.map((text) => ({ severity: 'information' as const, message: text }));
  return { plan: consequences.length > 0 ? { ...made, consequences } : made, secrets };
}

/** What a plan makes carries its mark. A group that is there without it was made by somebody else, and stays so. */
function markedTags(given: ContainerGroupDefinition, existing: Fact<ContainerGroup | undefined>): Pick<ContainerGroupDefinition, 'tags'> {
  const own = existing.known ? existing.value?.definition.tags : undefined;
  const isForeign = existing.known && existing.value !== undefined && Object.keys(tags).some((name) => own?.[name] === undefined);
  return isForeign ? {} : { tags: { ...tags, ...given.tags } };
}
