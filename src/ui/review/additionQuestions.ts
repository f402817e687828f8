import * as vscode from 'vscode';
import type { Choice, Question, TextOptions } from '../wizards/question';
import { pick, text } from '../wizards/question';
import type { Answer, Step } from '../wizards/wizard';
import { next, runWizard } from '../wizards/wizard';

export async function choose(question: Question, placeholder: string, choices: readonly Choice<string>[]): Promise<Answer<string>> {
  return pick<string>(question, { placeholder, load: () => Promise.resolve(choices) });
}

/** One question. */
export async function single(title: string, ask: (question: Question) => Promise<Answer<string>>): Promise<string | undefined> {
  const answer = await ask({ title, step: 1, steps: 1, canGoBack: false });
  return answer.kind === 'next' ? answer.value : undefined;
}

/** Two texts, one after the other. */
export async function both(title: string, first: TextOptions, second: TextOptions): Promise<readonly [string, string] | undefined> {
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

/** A text that is not shown while it is typed. */
export function secret(prompt: string): TextOptions {
  return { prompt, value: '', isSecret: true, check: (value) => (value === '' ? vscode.l10n.t('A value is needed.') : undefined) };
}
