import type { Fault, FaultKind } from '../../sandbox/faults';
import type { Persona } from '../../sandbox/personas';
import type { App } from '../app';
import type { SandboxHost } from './sandboxHost';

/** A fault as JSON can carry it. */
export type FaultGiven = FaultKind & { readonly match: { readonly method?: string; readonly path?: string }; readonly times?: number };

/** Commands by which end-to-end tests arrange the sandbox. They are registered for tests alone. */
export function registerTestCommands({ disposables, commands }: App, host: SandboxHost): void {
  disposables.add(
    commands.register('keylessContainers.test.reset', (given?: { persona?: Persona; speed?: number }) =>
      host.reset({ persona: 'owner', speed: 100, ...given }),
    ),
  );
  disposables.add(
    commands.register('keylessContainers.test.fault', async ({ match, ...rest }: FaultGiven) => {
      const path = match.path === undefined ? {} : { path: new RegExp(match.path, 'i') };
      const fault: Fault = { ...rest, match: { ...(match.method === undefined ? {} : { method: match.method }), ...path } };
      (await host.running()).sandbox.faults.add(fault);
    }),
  );
  disposables.add(
    commands.register('keylessContainers.test.advance', async (ms: number) => (await host.running()).sandbox.clock.advance(ms)),
  );
  /** Requests so far, oldest first, as `METHOD host/path status`. */
  disposables.add(
    commands.register('keylessContainers.test.requests', async () =>
      (await host.running()).sandbox.log.map(({ method, path, status }) => `${method} ${path} ${status}`),
    ),
  );
}
