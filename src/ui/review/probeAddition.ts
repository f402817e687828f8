import * as vscode from 'vscode';
import { additions, containersOf, isWindows } from '../../deploy/additions';
import { defaults } from '../../deploy/newDefinition';
import { canonical } from '../../deploy/properties/canonical';
import { text } from '../wizards/question';
import { next, runWizard } from '../wizards/wizard';
import type { AdditionRow } from './adding';
import { choose } from './additionQuestions';

export function probe(kind: 'livenessProbe' | 'readinessProbe', label: string, detail: string): AdditionRow {
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
                      prompt: isWindows(definition)
                        ? vscode.l10n.t('Command for cmd.exe that ends with 0 where all is well')
                        : vscode.l10n.t('Command for /bin/sh that ends with 0 where all is well'),
                      value: isWindows(definition) ? 'type C:\\healthy' : 'cat /tmp/healthy',
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

function httpIn(written: string): { readonly port: number; readonly path: string } | undefined {
  const [, digits = '', path = ''] = /^(\d+)(\/\S*)$/.exec(written) ?? [];
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? { port, path } : undefined;
}
