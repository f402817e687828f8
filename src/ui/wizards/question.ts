import * as vscode from 'vscode';
import type { Subscription } from '../../model/subscription';
import { Disposables } from '../disposables';
import { namesOf } from '../perSubscription';
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
  /** Among several: it goes with no other, and ends the question. */
  readonly alone?: boolean;
}

export interface PickOptions<T> {
  readonly placeholder: string;
  readonly load: (signal: AbortSignal) => Promise<readonly Choice<T>[]>;
  /** Choices made of what the user typed, where it can be one. */
  readonly typed?: (text: string) => readonly TypedChoice<T>[];
  /** Which choice to begin at; of several, which are chosen to begin with. */
  readonly begin?: (value: T) => boolean;
  /** What the box says where the list is empty and has to be typed. */
  readonly whenEmpty?: string;
}

export interface TypedChoice<T> extends Choice<T> {
  /** Not quite what was typed: Enter alone does not take it. */
  readonly differs?: boolean;
}

/** Asks for one of several; the list may take a while and may fail, both of which are shown where the user looks. */
export async function pick<T>(question: Question, options: PickOptions<T>): Promise<Answer<T>> {
  const answer = await new List(question, options, false).ask();
  return answer.kind === 'next' ? next(answer.value[0] as T) : answer;
}

/** The same for one or more. Enter adds what was typed and, with an empty box, ends the question. */
export async function pickMany<T>(question: Question, options: PickOptions<T>): Promise<Answer<readonly T[]>> {
  return new List(question, options, true).ask();
}

const retry = Symbol('retry');
type Row<T> = TypedChoice<T | typeof retry>;

class List<T> {
  private readonly open = new Disposables();
  private readonly loading = new AbortController();
  private readonly input = this.open.add(vscode.window.createQuickPick<Row<T>>());
  private choices: readonly Row<T>[] = [];
  /** What the text in the box could be, and what was taken of such before. */
  private typed: readonly Row<T>[] = [];
  private taken: readonly Row<T>[] = [];
  /** The row that Enter takes for the text in the box. */
  private meant: Row<T> | undefined;
  /** As they were when the rows were last shown. VS Code unchecks all rows before it checks these again, and tells of both. */
  private checked: readonly Row<T>[] = [];
  /** Rows checked here of which VS Code has not told yet: until then it may still tell of what was before. */
  private untold: readonly Row<T>[] = [];
  /** The text that the rows are for. VS Code tells of a text also where it was set here. */
  private text: string | undefined;

  constructor(
    question: Question,
    private readonly options: PickOptions<T>,
    private readonly many: boolean,
  ) {
    const { placeholder } = options;
    Object.assign(this.input, frame(question), { placeholder, canSelectMany: many, matchOnDescription: true, matchOnDetail: true });
  }

  async ask(): Promise<Answer<readonly T[]>> {
    const { open, input } = this;
    try {
      return await new Promise<Answer<readonly T[]>>((resolve) => {
        open.add(
          input.onDidChangeValue((text) => {
            if (text.trim() !== this.text) this.changeText();
          }),
        );
        open.add(
          input.onDidChangeSelection((rows) => {
            this.untold = this.untold.filter((row) => !rows.includes(row));
            const row = this.many ? rows.find(({ value, alone }) => value === retry || alone) : undefined;
            if (row?.value === retry) void this.load();
            else if (row) resolve(next([row.value as T]));
          }),
        );
        open.add(
          input.onDidAccept(() => {
            // Enter may come before the list shows what was typed, while a row that only says something is in front.
            const values = this.many ? this.acceptMany() : [input.selectedItems[0]?.value ?? this.meant?.value];
            if (values[0] === retry) void this.load();
            else if (values.length > 0 && values[0] !== undefined) resolve(next(values as T[]));
          }),
        );
        open.add(input.onDidTriggerButton(() => resolve({ kind: 'back' })));
        open.add(input.onDidHide(() => resolve({ kind: 'cancel' })));
        input.show();
        void this.load();
      });
    } finally {
      this.loading.abort();
      open.dispose();
    }
  }

  private async load(): Promise<void> {
    const { input, loading, options } = this;
    input.busy = true;
    try {
      this.choices = await options.load(loading.signal);
    } catch (error) {
      if (loading.signal.aborted) return;
      const label = `$(error) ${renderError(error)}`;
      this.choices = [{ label, detail: vscode.l10n.t('Choose this to try again.'), alwaysShow: true, value: retry }];
    }
    if (loading.signal.aborted) return;
    input.busy = false;
    if (options.whenEmpty !== undefined && this.choices.every(({ value }) => value === undefined)) input.placeholder = options.whenEmpty;
    const begin = this.choices.filter(({ value }) => value !== undefined && value !== retry && options.begin?.(value as T));
    this.changeText(this.many ? begin : []);
    if (!this.many && begin[0] && input.value === '') input.activeItems = [begin[0]];
  }

  /** Shows the rows for the text in the box. @param more rows to check besides those that are checked. */
  private changeText(more: readonly Row<T>[] = []): void {
    const text = this.input.value.trim();
    this.text = text;
    this.untold = [...this.untold, ...more];
    const checked = [...this.input.selectedItems, ...this.untold];
    this.taken = [...new Set([...this.taken, ...this.typed.filter((row) => checked.includes(row))])];
    const known = [...this.choices, ...this.taken];
    const sameAs = ({ label }: Row<T>): Row<T> | undefined => known.find((row) => row.label === label);
    const typed: readonly Row<T>[] = text === '' ? [] : (this.options.typed?.(text) ?? []).map((row) => ({ ...row, alwaysShow: true }));
    this.typed = typed.filter((row) => !sameAs(row));
    const meant = typed.find(({ differs }) => !differs);
    this.meant = meant && (sameAs(meant) ?? meant);
    const rows = [...this.taken, ...this.choices, ...this.typed];
    this.input.items = rows;
    if (!this.many) {
      // What only says something comes first and would have the focus.
      const [only] = this.choices.some(({ value }) => value !== undefined && value !== retry) ? [] : this.typed;
      if (only) this.input.activeItems = [only];
      return;
    }
    this.checked = rows.filter((row) => checked.includes(row));
    this.input.selectedItems = this.checked;
  }

  /** The values that the question ends with; none while it goes on. */
  private acceptMany(): readonly (T | typeof retry | undefined)[] {
    const { activeItems, selectedItems, value: text } = this.input;
    const [active] = activeItems;
    const isToggled = selectedItems.length !== this.checked.length || selectedItems.some((row) => !this.checked.includes(row));
    // Where something was checked or unchecked since it was typed, the text was there to find it.
    if (text.trim() !== '' && !isToggled) {
      // The row in front may still be that of the text before.
      const row = active && isFoundBy(text.trim(), active) ? active : this.meant;
      if (row?.value === undefined || row.value === retry) return [];
      this.input.value = '';
      this.changeText([row]);
      return [];
    }
    const checked = selectedItems.flatMap(({ value }) => (value === undefined || value === retry ? [] : [value]));
    return checked.length > 0 || !active ? checked : [active.value];
  }
}

/** Whether VS Code's filter finds a row by a text: its characters in their order, in any of what the row says. */
function isFoundBy(text: string, { label, description, detail }: vscode.QuickPickItem): boolean {
  return [label, description, detail].some((said) => {
    const letters = [...text.toLowerCase()];
    for (const letter of (said ?? '').toLowerCase()) if (letter === letters[0]) letters.shift();
    return letters.length === 0;
  });
}

export interface TextOptions {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  /** The rule that a text breaks, at every keystroke. */
  readonly check: (text: string) => string | undefined;
  /** Neither shown nor trimmed. */
  readonly isSecret?: boolean;
  /** The same where Azure must be asked: after a pause in typing. */
  readonly ask?: (text: string, signal: AbortSignal) => Promise<string | Said | undefined>;
}

/** Something worth knowing that is no problem. */
export interface Said {
  readonly says: string;
}

const pauseMs = 250;

/** Asks for a text; what is wrong with it is said below the box while typing, and only a good one is taken. */
export async function text(question: Question, options: TextOptions): Promise<Answer<string>> {
  const open = new Disposables();
  const input = open.add(vscode.window.createInputBox());
  const { prompt, placeholder, isSecret = false } = options;
  Object.assign(input, frame(question), { prompt, value: options.value, placeholder, password: isSecret });
  const written = (): string => (isSecret ? input.value : input.value.trim());
  let asking = new AbortController();
  let checked: Promise<string | Said | undefined> = Promise.resolve(undefined);
  // What is wrong stands where the prompt stood: of an empty box that nobody has typed in the prompt says more.
  const validate = (waitMs: number, isFirst = false): void => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const value = written();
    const problem = options.check(value);
    input.validationMessage = isFirst && value === '' ? undefined : problem;
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
      input.validationMessage =
        typeof found === 'object' ? { message: found.says, severity: vscode.InputBoxValidationSeverity.Info } : found;
    });
  };
  try {
    return await new Promise<Answer<string>>((resolve) => {
      open.add(input.onDidChangeValue(() => validate(pauseMs)));
      open.add(
        input.onDidAccept(() => {
          const value = written();
          void checked.then((problem) => {
            if (written() !== value) return;
            if (typeof problem === 'string') input.validationMessage = problem;
            else resolve(next(value));
          });
        }),
      );
      open.add(input.onDidTriggerButton(() => resolve({ kind: 'back' })));
      open.add(input.onDidHide(() => resolve({ kind: 'cancel' })));
      input.show();
      validate(0, true);
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
): Promise<string | Said | undefined> {
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

/** The end of a list that lacks what could not be read, if there is such. */
export function unreadChoice<T>(failed: readonly Subscription[]): readonly Choice<T>[] {
  if (failed.length === 0) return [];
  return [{ label: `$(warning) ${vscode.l10n.t('{0} could not be read', namesOf(failed).join(', '))}`, alwaysShow: true }];
}
