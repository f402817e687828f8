import './vscodeStandIn';
import assert from 'node:assert/strict';
import type { App } from '../../src/ui/app';
import { Disposables } from '../../src/ui/disposables';
import { registerSandboxCommands } from '../../src/ui/sandbox/sandboxCommands';
import type { SandboxHost } from '../../src/ui/sandbox/sandboxHost';
import { WatchedGroups } from '../../src/ui/watchedGroups';

describe('resetting the sandbox', () => {
  it('ends the watching of groups of the older world, and of no other Azure', async () => {
    const memento = { get: (_key: string, value: unknown) => value, update: () => Promise.resolve() };
    const watched = new WatchedGroups(memento as unknown as ConstructorParameters<typeof WatchedGroups>[0]);
    await watched.add(['sandbox:contoso', 'contoso'].map((target) => ({ id: '/groups/api', name: 'api', target })));
    const commands = new Map<string, () => Promise<unknown>>();
    const app = {
      disposables: new Disposables(),
      commands: {
        register: (name: string, run: () => Promise<unknown>) => {
          commands.set(name, run);
          return { dispose: () => undefined };
        },
      },
      sessions: { require: () => Promise.resolve({ target: 'sandbox:contoso' }) },
      watched,
    };
    let resets = 0;
    const host = { reset: () => Promise.resolve(resets++) };
    registerSandboxCommands(app as unknown as App, host as unknown as SandboxHost);
    await commands.get('keylessContainers.resetSandbox')?.();
    assert.deepEqual([resets, watched.of('sandbox:contoso').length, watched.of('contoso').length], [1, 0, 1]);
  });
});
