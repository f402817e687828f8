import type { Question } from './question';

/** What a step comes to. */
export type Answer<T> = { readonly kind: 'next'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancel' };

export function next<T>(value: T): Answer<T> {
  return { kind: 'next', value };
}

/** One question of a wizard. It asks, and adds what it learned to the state. */
export interface Step<State> {
  /** Whether the state already answers it: then it is neither asked nor counted. */
  readonly skip?: (state: State) => boolean;
  readonly ask: (state: State, question: Question) => Promise<Answer<Partial<State>>>;
}

/**
 * Asks the steps in turn; *Back* goes to the one asked before, with the state as it was then.
 * Resolves to the full state, or undefined where the user cancelled.
 */
export async function runWizard<State>(title: string, steps: readonly Step<State>[], initial: State): Promise<State | undefined> {
  const asked: { readonly index: number; readonly before: State }[] = [];
  let state = initial;
  let index = 0;
  while (index < steps.length) {
    const step = steps[index] as Step<State>;
    if (step.skip?.(state)) {
      index++;
      continue;
    }
    const ahead = steps.slice(index).filter((other) => !other.skip?.(state)).length;
    const answer = await step.ask(state, { title, step: asked.length + 1, steps: asked.length + ahead, canGoBack: asked.length > 0 });
    if (answer.kind === 'cancel') return undefined;
    if (answer.kind === 'back') {
      const last = asked.pop();
      if (!last) return undefined;
      ({ index, before: state } = last);
      continue;
    }
    asked.push({ index, before: state });
    state = { ...state, ...answer.value };
    index++;
  }
  return state;
}
