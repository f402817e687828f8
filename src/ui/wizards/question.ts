import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { renderError } from '../render';
import type { Answer } from './wizard';
import { next } from './wizard';

/** Where in its wizard a question stands. */
export interface Question {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly canGoBack: boolean;
}

/** A choice; without `value` it is a separator or says something. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface PickOptions<T> {
  readonly placeholder: string;
  readonly load: (signal: AbortSignal) => Promise<readonly Choice<T>[]>;
  /** A choice made of what the user typed, where that can be one. */
  readonly typed?: (text: string) => Choice<T> | undefined;
  /** Which choice to begin at. */
  readonly begin?: (value: T) => boolean;
}

const retry = Symbol('retry');

/** Asks for one of several; the list may take a while and may fail, both of which are shown where the user looks. */
export async function pick<T>(question: Question, options: PickOptions<T>): Promise<Answer<T>> {
  const open = new Disposables();
  const loading = new AbortController();
  const input = open.add(vscode.window.createQuickPick<Choice<T | typeof retry>>());
  Object.assign(input, frame(question), { placeholder: options.placeholder, matchOnDescription: true, matchOnDetail: true });
  let choices: readonly Choice<T | typeof retry>[] = [];
  const typedChoice = (): Choice<T> | undefined => (input.value.trim() === '' ? undefined : options.typed?.(input.value.trim()));
  const show = (): void => {
    const typed = typedChoice();
    const known = choices.some(({ label }) => label === input.value.trim());
    const items = typed && !known ? [...choices, { ...typed, alwaysShow: true }] : choices;
    input.items = items;
    // What only says something comes first and would have the focus.
    const only = choices.some(({ value }) => value !== undefined && value !== retry) ? undefined : items[choices.length];
    if (only) input.activeItems = [only];
  };
  const load = async (): Promise<void> => {
    input.busy = true;
    try {
      choices = await options.load(loading.signal);
    } catch (error) {
      if (loading.signal.aborted) return;
      const label = `$(error) ${renderError(error)}`;
      choices = [{ label, detail: vscode.l10n.t('Choose this to try again.'), alwaysShow: true, value: retry }];
    }
    if (loading.signal.aborted) return;
    input.busy = false;
    show();
    const first = choices.find(({ value }) => value !== undefined && value !== retry && options.begin?.(value as T));
    if (first && input.value === '') input.activeItems = [first];
  };
  try {
    return await new Promise<Answer<T>>((resolve) => {
      open.add(input.onDidChangeValue(show));
      open.add(
        input.onDidAccept(() => {
          // Enter may come before the list shows what was typed.
          const value = input.selectedItems[0]?.value ?? typedChoice()?.value;
          if (value === retry) void load();
          else if (value !== undefined) resolve(next(value));
        }),
      );
      open.add(input.onDidTriggerButton(() => resolve({ kind: 'back' })));
      open.add(input.onDidHide(() => resolve({ kind: 'cancel' })));
      input.show();
      void load();
    });
  } finally {
    loading.abort();
    open.dispose();
  }
}

export interface TextOptions {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  /** The rule that a text breaks, at every keystroke. */
  readonly check: (text: string) => string | undefined;
  /** The same where Azure must be asked: after a pause in typing. */
  readonly ask?: (text: string, signal: AbortSignal) => Promise<string | undefined>;
}

const pauseMs = 250;

/** Asks for a text; what is wrong with it is said below the box while typing, and only a good one is taken. */
export async function text(question: Question, options: TextOptions): Promise<Answer<string>> {
  const open = new Disposables();
  const input = open.add(vscode.window.createInputBox());
  Object.assign(input, frame(question), { prompt: options.prompt, value: options.value, placeholder: options.placeholder });
  let asking = new AbortController();
  let checked: Promise<string | undefined> = Promise.resolve(undefined);
  const validate = (waitMs: number): void => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const value = input.value.trim();
    const problem = options.check(value);
    input.validationMessage = problem;
    if (problem !== undefined || !options.ask) {
      input.busy = false;
      checked = Promise.resolve(problem);
      return;
    }
    input.busy = true;
    checked = askAzure(options.ask, value, waitMs, signal);
    void checked.then((found) => {
      if (signal.aborted) return;
      input.busy = false;
      input.validationMessage = found;
    });
  };
  try {
    return await new Promise<Answer<string>>((resolve) => {
      open.add(input.onDidChangeValue(() => validate(pauseMs)));
      open.add(
        input.onDidAccept(() => {
          const value = input.value.trim();
          void checked.then((problem) => {
            if (problem === undefined && input.value.trim() === value) resolve(next(value));
          });
        }),
      );
      open.add(input.onDidTriggerButton(() => resolve({ kind: 'back' })));
      open.add(input.onDidHide(() => resolve({ kind: 'cancel' })));
      input.show();
      validate(0);
    });
  } finally {
    asking.abort();
    open.dispose();
  }
}

async function askAzure(
  ask: NonNullable<TextOptions['ask']>,
  value: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  if (signal.aborted) return undefined;
  try {
    return await ask(value, signal);
  } catch {
    // Azure decides again when the plan runs; a check that could not be made is no reason to stop here.
    return undefined;
  }
}

function frame(question: Question): Partial<vscode.QuickInput & { buttons: vscode.QuickInputButton[] }> {
  const { title, step, steps, canGoBack } = question;
  return {
    title,
    ignoreFocusOut: true,
    buttons: canGoBack ? [vscode.QuickInputButtons.Back] : [],
    ...(steps > 1 ? { step, totalSteps: steps } : {}),
  };
}

export function separator<T>(label: string): Choice<T> {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
