import * as vscode from 'vscode';
import type { Fault, FaultKind } from '../../sandbox/faults';
import type { SandboxSettings } from '../../sandbox/main';

import type { Persona } from '../../sandbox/personas';
import type { SandboxRegionLimit } from '../../sandbox/world';
import type { App } from '../app';
import type { SandboxHost } from './sandboxHost';

/** A fault as JSON can carry it. */
export type FaultGiven = FaultKind & { readonly match: { readonly method?: string; readonly path?: string }; readonly times?: number };

/** Commands by which end-to-end tests arrange the sandbox, for tests alone. Their errors are the caller's to see. */
export function registerTestCommands(app: App, host: SandboxHost): void {
  const { disposables, tree } = app;
  const register = <Args extends unknown[]>(name: string, handler: (...args: Args) => unknown): void => {
    disposables.add(vscode.commands.registerCommand(`keylessContainers.test.${name}`, handler));
  };
  register('reset', async (given?: SandboxSettings) => {
    const target = app.sessions.current?.target ?? '';
    await app.watched.remove(
      target,
      app.watched.of(target).map(({ id }) => id),
    );
    await host.reset({ persona: 'owner', speed: 100, ...given });
    await tree.shown();
  });
  // Rows that VS Code is about to have anew have no menus.
  register('settled', () => tree.settled());
  register('fault', async (given: FaultGiven) => (await host.running()).sandbox.faults.add(faultOf(given)));
  // How large a group a region takes.
  register('limitRegion', async (location: string, limit: SandboxRegionLimit) => {
    (await host.running()).sandbox.world.regionLimits[location] = limit;
  });
  register('clearFaults', async () => (await host.running()).sandbox.faults.clear());
  register('cutSockets', async () => (await host.running()).sandbox.terminals.cut());
  register('groupId', async (name: string) => {
    return Object.values((await host.running()).sandbox.world.containerGroups).find((group) => group.name === name)?.id;
  });
  register('subscriptionId', async (name: string) => {
    return Object.values((await host.running()).sandbox.world.subscriptions).find((subscription) => subscription.name === name)?.id;
  });
  // What Azure keeps to itself of a secret volume: contents by the files' names, as they were sent.
  register('secretVolume', async (group: string, volume: string) => {
    const { containerGroups } = (await host.running()).sandbox.world;
    const kept = Object.values(containerGroups).find(({ name }) => name === group)?.secrets[`volume:${volume}`];
    return kept === undefined ? undefined : (JSON.parse(kept) as unknown);
  });
  // What somebody else does to a container group, of which this window learns nothing.
  register('elsewhere', async (verb: 'stop' | 'delete', id: string) => (await app.azure()).containerGroups[verb](id));
  register('advance', async (ms: number) => (await host.running()).sandbox.clock.advance(ms));
  // What somebody else does in the meantime, and what is answered.
  register('send', async (persona: Persona, method: string, path: string, body?: unknown) => {
    const open = await host.running();
    const token = await open.credentialFor(persona).getToken(`${open.cloud.resourceManagerAudience}/.default`);
    const headers = { authorization: `Bearer ${token?.token ?? ''}`, 'content-type': 'application/json' };
    const request = {
      method,
      url: `${open.cloud.resourceManager}${path}`,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const { status, body: answer } = await open.sandbox.handle(request);
    return { status, body: answer };
  });
  // Requests so far, oldest first.
  register('requests', async () => {
    const { log } = (await host.running()).sandbox;
    return log.map(({ method, path, status }) => `${method} ${path} ${status}`);
  });
}

function faultOf({ match, ...fault }: FaultGiven): Fault {
  return {
    ...fault,
    match: {
      ...(match.method === undefined ? {} : { method: match.method }),
      ...(match.path === undefined ? {} : { path: new RegExp(match.path, 'i') }),
    },
  };
}
