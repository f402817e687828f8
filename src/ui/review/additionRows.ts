import * as vscode from 'vscode';
import type { Addition, VolumeSource } from '../../deploy/additions';
import { additions, containersOf } from '../../deploy/additions';
import { checkDnsLabel } from '../../deploy/names';
import { defaults, suggestName } from '../../deploy/newDefinition';
import { canonical } from '../../deploy/properties/canonical';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { App } from '../app';
import { render } from '../render';
import { askPublicImage } from '../wizards/pullSteps';
import type { Choice, Question, TextOptions } from '../wizards/question';
import { pick, text } from '../wizards/question';
import type { Answer, Step } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';
import { askSubnet, askWorkspace } from './placeSteps';
import { askRegistryImage } from './registryImage';

/** What is added to. */
export interface Adding {
  readonly app: App;
  readonly definition: ContainerGroupDefinition;
  /** The container that the cursor is in, or the first. */
  readonly container: number;
}

/** Something that can be added: it asks at most two questions. */
export interface AdditionRow {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  readonly ask: (adding: Adding) => Promise<Addition | undefined>;
}

export function additionRows({
  definition,
  container,
}: Adding): readonly { readonly title: string; readonly rows: readonly AdditionRow[] }[] {
  const name = containersOf(canonical(definition))[container]?.name ?? '';
  const isThere = containersOf(canonical(definition)).length > 0;
  return [
    { title: vscode.l10n.t('containers'), rows: containerRows() },
    ...(isThere ? [{ title: vscode.l10n.t('to container {0}', name), rows: [...insideRows(), ...volumeRows()] }] : []),
    { title: vscode.l10n.t('to the group'), rows: groupRows() },
  ];
}

function containerRows(): readonly AdditionRow[] {
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
      ask: async ({ definition }) => {
        const chosen = await image(vscode.l10n.t('Add Init Container'));
        return chosen === undefined ? undefined : additions.initContainer(definition, { image: chosen });
      },
    },
  ];
}

function insideRows(): readonly AdditionRow[] {
  return [
    {
      icon: 'symbol-variable',
      label: vscode.l10n.t('Environment Variable…'),
      detail: vscode.l10n.t('Everybody who may read the group can read it.'),
      ask: async ({ definition, container }) => {
        const title = vscode.l10n.t('Add Environment Variable');
        const answers = await both(title, variableName(), { prompt: vscode.l10n.t('Value'), value: '', check: () => undefined });
        return answers && additions.variable(definition, { container, name: answers[0], value: answers[1] });
      },
    },
    {
      icon: 'lock',
      label: vscode.l10n.t('Secure Environment Variable…'),
      detail: vscode.l10n.t('Azure never gives its value back. VS Code keeps it among its secrets.'),
      ask: async ({ definition, container }) => {
        const title = vscode.l10n.t('Add Secure Environment Variable');
        const answers = await both(title, variableName(), secret(vscode.l10n.t('Value')));
        return answers && additions.secureVariable(definition, { container, name: answers[0], value: answers[1] });
      },
    },
    {
      icon: 'plug',
      label: vscode.l10n.t('Port…'),
      detail: vscode.l10n.t('On the container, and on the group’s address where it has one.'),
      ask: async ({ definition, container }) => {
        const given = await single(vscode.l10n.t('Add Port'), (question) =>
          text(question, {
            prompt: vscode.l10n.t('Port, such as 8080 or 53/udp'),
            value: '8080',
            check: (written) => (portIn(written) ? undefined : vscode.l10n.t('A port is a whole number from 1 to 65535.')),
          }),
        );
        const port = given === undefined ? undefined : portIn(given);
        return port && additions.port(definition, { container, ...port });
      },
    },
    resources('requests', vscode.l10n.t('CPU and Memory…'), vscode.l10n.t('What the container is given, and what is paid for.')),
    resources('limits', vscode.l10n.t('Resource Limits…'), vscode.l10n.t('How much more the container may use of what the group has.')),
    probe('livenessProbe', vscode.l10n.t('Liveness Probe…'), vscode.l10n.t('The container is restarted where it fails.')),
    probe('readinessProbe', vscode.l10n.t('Readiness Probe…'), vscode.l10n.t('The container gets no traffic until it passes.')),
  ];
}

function volumeRows(): readonly AdditionRow[] {
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
      ask: (adding) => volume(adding, vscode.l10n.t('Add Empty Directory'), undefined, () => ({ emptyDir: {} }), '/mnt/scratch'),
    },
    {
      icon: 'shield',
      label: vscode.l10n.t('Volume: Secret…'),
      detail: vscode.l10n.t('A file whose content Azure never gives back.'),
      ask: async ({ definition, container }) => {
        const answers = await both(
          vscode.l10n.t('Add Secret Volume'),
          {
            prompt: vscode.l10n.t('Path of the file in the container'),
            value: '/mnt/secrets/config',
            check: (path) =>
              /^\/.+\/[^/:]+$/.test(path) && !path.includes(':')
                ? undefined
                : vscode.l10n.t('A path such as /mnt/secrets/config is needed, without a colon.'),
          },
          secret(vscode.l10n.t('Content of the file')),
        );
        if (!answers) return undefined;
        const [path, content] = answers;
        const slash = path.lastIndexOf('/');
        const source = { secret: { [path.slice(slash + 1)]: Buffer.from(content).toString('base64') } };
        return additions.volume(definition, { container, source, mountPath: path.slice(0, slash) });
      },
    },
    {
      icon: 'repo-clone',
      label: vscode.l10n.t('Volume: Git Repository…'),
      detail: vscode.l10n.t('Cloned when the group starts. Linux only.'),
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

function groupRows(): readonly AdditionRow[] {
  const oneOf = (
    icon: string,
    label: string,
    detail: string,
    choices: () => readonly Choice<string>[],
    make: (definition: ContainerGroupDefinition, value: string) => Addition,
  ): AdditionRow => ({
    icon,
    label,
    detail,
    ask: async ({ definition }) => {
      const value = await single(label, (question) => choose(question, detail, choices()));
      return value === undefined ? undefined : make(definition, value);
    },
  });
  return [
    {
      icon: 'link',
      label: vscode.l10n.t('DNS Name Label…'),
      detail: vscode.l10n.t('A name for the public address, and who else may come to have it.'),
      ask: async ({ definition }) => {
        const name = containersOf(canonical(definition))[0]?.name ?? 'app';
        const state = await runWizard<{ label?: string; scope?: string }>(
          vscode.l10n.t('Add DNS Name Label'),
          [
            {
              ask: async (_state, question) => {
                const answer = await text(question, {
                  prompt: vscode.l10n.t('DNS name label'),
                  value: suggestName(name),
                  check: (label) => {
                    const problem = checkDnsLabel(label);
                    return problem && render(problem);
                  },
                });
                return answer.kind === 'next' ? next({ label: answer.value }) : answer;
              },
            },
            {
              ask: async (_state, question) => {
                const answer = await choose(question, vscode.l10n.t('Who may reuse the label when the group is gone'), reuseScopes());
                return answer.kind === 'next' ? next({ scope: answer.value }) : answer;
              },
            },
          ],
          {},
        );
        const { label, scope } = state ?? {};
        return label === undefined || scope === undefined ? undefined : additions.dnsLabel(definition, { label, scope });
      },
    },
    oneOf(
      'debug-restart',
      vscode.l10n.t('Restart Policy…'),
      vscode.l10n.t('Whether containers that end are started again.'),
      () => [
        azures('Always', vscode.l10n.t('for services')),
        azures('OnFailure', vscode.l10n.t('for jobs that may be tried again')),
        azures('Never', vscode.l10n.t('for jobs that run once')),
      ],
      additions.restartPolicy,
    ),
    {
      icon: 'type-hierarchy-sub',
      label: vscode.l10n.t('Subnet…'),
      detail: vscode.l10n.t('The group gets a private address in a virtual network.'),
      ask: async ({ app, definition }) => {
        const id = await single(vscode.l10n.t('Add Subnet'), (question) => askSubnet(app.store, definition.location, question));
        return id === undefined ? undefined : additions.subnet(definition, id);
      },
    },
    {
      icon: 'graph',
      label: vscode.l10n.t('Log Analytics…'),
      detail: vscode.l10n.t('Logs and events are kept in a workspace.'),
      ask: async ({ app, definition }) => {
        const workspace = await askWorkspace(app.store);
        return workspace && additions.logAnalytics(definition, workspace);
      },
    },
    oneOf(
      'map',
      vscode.l10n.t('Availability Zone…'),
      vscode.l10n.t('The zone of the region that the group runs in.'),
      () => ['1', '2', '3'].map((zone) => ({ label: zone, value: zone })),
      additions.zone,
    ),
    {
      icon: 'flame',
      label: vscode.l10n.t('Spot Priority'),
      detail: vscode.l10n.t('Cheaper; Azure may take the capacity back. Without an address and a subnet.'),
      ask: () => Promise.resolve(additions.spot()),
    },
    oneOf(
      'server-environment',
      vscode.l10n.t('SKU…'),
      vscode.l10n.t('What kind of machine the group runs on.'),
      () => ['Standard', 'Confidential', 'Dedicated'].map((sku) => ({ label: sku, value: sku })),
      additions.sku,
    ),
    {
      icon: 'account',
      label: vscode.l10n.t('System-Assigned Identity for the App'),
      detail: vscode.l10n.t('For what runs in the containers. It cannot pull images.'),
      ask: ({ definition }) => Promise.resolve(additions.systemIdentity(definition)),
    },
    oneOf(
      'device-desktop',
      vscode.l10n.t('Operating System…'),
      vscode.l10n.t('Of all containers of the group.'),
      () => ['Linux', 'Windows'].map((os) => ({ label: os, value: os })),
      additions.osType,
    ),
  ];
}

/** https://learn.microsoft.com/azure/container-instances/how-to-reuse-dns-names */
function reuseScopes(): readonly Choice<string>[] {
  return [
    azures('Unsecure', vscode.l10n.t('Anybody: the name is the label alone.')),
    azures('TenantReuse', vscode.l10n.t('Those of your tenant. A hash is added to the name.')),
    azures('SubscriptionReuse', vscode.l10n.t('Those of the subscription. A hash is added to the name.')),
    azures('ResourceGroupReuse', vscode.l10n.t('Those of the resource group. A hash is added to the name.')),
    azures('Noreuse', vscode.l10n.t('Nobody. A hash is added to the name.')),
  ];
}

/** A value as Azure spells it. */
function azures(value: string, detail: string): Choice<string> {
  return { label: value, detail, value };
}

function resources(kind: 'requests' | 'limits', label: string, detail: string): AdditionRow {
  return {
    icon: kind === 'requests' ? 'dashboard' : 'arrow-up',
    label,
    detail,
    ask: async ({ definition, container }) => {
      const given = containersOf(canonical(definition))[container]?.properties?.resources;
      const there = given?.[kind] ?? given?.requests;
      const answers = await both(
        label,
        amount(vscode.l10n.t('CPU cores'), there?.cpu ?? defaults.cpu),
        amount(vscode.l10n.t('Memory in GB'), there?.memoryInGB ?? defaults.memoryInGB),
      );
      return answers && additions[kind](definition, { container, cpu: Number(answers[0]), memoryInGB: Number(answers[1]) });
    },
  };
}

function probe(kind: 'livenessProbe' | 'readinessProbe', label: string, detail: string): AdditionRow {
  return {
    icon: kind === 'livenessProbe' ? 'heart' : 'pass',
    label,
    detail,
    ask: async ({ definition, container }) => {
      const port = containersOf(canonical(definition))[container]?.properties?.ports?.[0]?.port ?? defaults.port;
      const state = await runWizard<{ kind?: string; check?: string }>(
        label,
        [
          {
            ask: async (_state, question) => {
              const answer = await choose(question, vscode.l10n.t('How to look at the container'), [
                { label: `$(globe) ${vscode.l10n.t('By an HTTP request')}`, value: 'http' },
                { label: `$(terminal) ${vscode.l10n.t('By a command in it')}`, value: 'command' },
              ]);
              return answer.kind === 'next' ? next({ kind: answer.value }) : answer;
            },
          },
          {
            ask: async (chosen, question) => {
              const answer = await text(
                question,
                chosen.kind === 'http'
                  ? {
                      prompt: vscode.l10n.t('Port and path, such as 80/health'),
                      value: `${port}/`,
                      check: (written) => (httpIn(written) ? undefined : vscode.l10n.t('A port and a path are needed, such as 80/health.')),
                    }
                  : {
                      prompt: vscode.l10n.t('Command for /bin/sh that ends with 0 where all is well'),
                      value: 'cat /tmp/healthy',
                      check: (command) => (command === '' ? vscode.l10n.t('A command is needed.') : undefined),
                    },
              );
              return answer.kind === 'next' ? next({ check: answer.value }) : answer;
            },
          },
        ],
        {},
      );
      if (!state?.check) return undefined;
      const http = state.kind === 'http' ? httpIn(state.check) : undefined;
      return additions.probe(definition, {
        container,
        kind,
        check: http ? { kind: 'http', ...http } : { kind: 'command', command: state.check },
      });
    },
  };
}

function portIn(written: string): { readonly port: number; readonly protocol: 'TCP' | 'UDP' } | undefined {
  const [, digits = '', protocol = 'tcp'] = /^(\d+)(?:\/(tcp|udp))?$/i.exec(written) ?? [];
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? { port, protocol: protocol.toLowerCase() === 'udp' ? 'UDP' : 'TCP' } : undefined;
}

function httpIn(written: string): { readonly port: number; readonly path: string } | undefined {
  const [, digits = '', path = ''] = /^(\d+)(\/\S*)$/.exec(written) ?? [];
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? { port, path } : undefined;
}

function variableName(): TextOptions {
  return {
    prompt: vscode.l10n.t('Name of the environment variable'),
    value: '',
    check: (name) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
        ? undefined
        : vscode.l10n.t('A name is made of letters, numbers and underscores, and does not start with a number.'),
  };
}

function secret(prompt: string): TextOptions {
  return { prompt, value: '', isSecret: true, check: (value) => (value === '' ? vscode.l10n.t('A value is needed.') : undefined) };
}

function amount(prompt: string, value: number): TextOptions {
  return {
    prompt,
    value: String(value),
    check: (written) => (Number(written) > 0 ? undefined : vscode.l10n.t('A number greater than 0 is needed.')),
  };
}

async function choose(question: Question, placeholder: string, choices: readonly Choice<string>[]): Promise<Answer<string>> {
  return pick<string>(question, { placeholder, load: () => Promise.resolve(choices) });
}

/** One question. */
async function single(title: string, ask: (question: Question) => Promise<Answer<string>>): Promise<string | undefined> {
  const answer = await ask({ title, step: 1, steps: 1, canGoBack: false });
  return answer.kind === 'next' ? answer.value : undefined;
}

/** Two texts, one after the other. */
async function both(title: string, first: TextOptions, second: TextOptions): Promise<readonly [string, string] | undefined> {
  interface State {
    readonly first?: string;
    readonly second?: string;
  }
  const step = (name: keyof State, options: TextOptions): Step<State> => ({
    ask: async (_state, question) => {
      const answer = await text(question, options);
      return answer.kind === 'next' ? next({ [name]: answer.value }) : answer;
    },
  });
  const state = await runWizard<State>(title, [step('first', first), step('second', second)], {});
  return state?.first === undefined || state.second === undefined ? undefined : [state.first, state.second];
}
