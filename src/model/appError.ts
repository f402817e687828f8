import type { Message } from './message';
import { inEnglish, message } from './message';

/**
 * The one error of the product. `code` is Azure's own (`InaccessibleImage`, `AuthorizationFailed`, …) where Azure said one,
 * otherwise ours. Match by `is()`, never by text.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: string,
    readonly userMessage: Message,
    readonly more: {
      /** Raw text for the log: status, request id, body. Never a secret. */
      readonly detail?: string;
      readonly cause?: unknown;
      /** HTTP status, where there was an answer. */
      readonly status?: number;
      /** How long Azure asked to wait, where it did. */
      readonly retryAfterMs?: number;
      /** Of `RequestDisallowedByPolicy`: what the policies are called, as far as Azure says. */
      readonly policies?: readonly string[];
      /** Of `ScopeLocked`: the ids of what is locked. */
      readonly lockedScopes?: readonly string[];
      /** Of `SignInNeeded`: what to ask the person for, once they say so. */
      readonly signIn?: { readonly tenantId: string; readonly claims?: string };
    } = {},
  ) {
    super(inEnglish(userMessage), more.cause === undefined ? undefined : { cause: more.cause });
  }

  /** By name and not by `instanceof`: each bundle has a class of its own. */
  static is(error: unknown, ...codes: readonly string[]): error is AppError {
    return error instanceof Error && error.name === 'AppError' && (codes.length === 0 || codes.includes((error as AppError).code));
  }

  static cancelled(): AppError {
    return new AppError('Cancelled', message('error.cancelled'));
  }
}

/** Whether an error says that the user (or an AbortSignal) stopped the work. */
export function isCancelled(error: unknown): boolean {
  return AppError.is(error, 'Cancelled') || (error instanceof Error && error.name === 'AbortError');
}
