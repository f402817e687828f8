import type { CancellationToken } from 'vscode';

/** An AbortSignal that follows a cancellation token. Dispose when the work is done. */
export function abortSignalOf(token: CancellationToken): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listening = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, dispose: () => void listening.dispose() };
}
