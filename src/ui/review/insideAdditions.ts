import * as vscode from 'vscode';
import { additions, containersOf } from '../../deploy/additions';
import { defaults } from '../../deploy/newDefinition';
import { canonical } from '../../deploy/properties/canonical';
import type { TextOptions } from '../wizards/question';
import { text } from '../wizards/question';
import type { AdditionRow } from './adding';
import { both, secret, single } from './additionQuestions';
import { probe } from './probeAddition';

/** What is added to a container, volumes apart. */
export function insideRows(): readonly AdditionRow[] {
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

function portIn(written: string): { readonly port: number; readonly protocol: 'TCP' | 'UDP' } | undefined {
  const [, digits = '', protocol = 'tcp'] = /^(\d+)(?:\/(tcp|udp))?$/i.exec(written) ?? [];
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? { port, protocol: protocol.toLowerCase() === 'udp' ? 'UDP' : 'TCP' } : undefined;
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

function amount(prompt: string, value: number): TextOptions {
  return {
    prompt,
    value: String(value),
    check: (written) => (Number(written) > 0 ? undefined : vscode.l10n.t('A number greater than 0 is needed.')),
  };
}
