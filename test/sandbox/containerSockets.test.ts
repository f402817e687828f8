/** exec and attach as a client meets them: within a process, and over HTTPS on this machine. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { ClientSecretCredential } from '@azure/identity';
import type { Azure } from '../../src/azure/azure';
import type { RequestLine } from '../../src/azure/connectOptions';
import { connect } from '../../src/azure/main';
import { webSockets } from '../../src/azure/webSocket';
import { AppError } from '../../src/model/appError';
import type { ContainerSocket, OpenSocket, SocketAccess, SocketEnd } from '../../src/model/containerSocket';
import { readCustomCloud } from '../../src/model/customCloud';
import { normalizeId } from '../../src/model/resourceId';
import { stop } from '../../src/sandbox/containerGroupLife';
import type { OpenSandbox } from '../../src/sandbox/main';
import { startCloud } from '../../src/sandbox/server/startCloud';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { eventually } from '../e2e/harness/eventually';
import { idOf, openAzure } from './openAzure';

const size = { rows: 30, columns: 100 };

/** A socket and all that came of it. */
class Line {
  shown = '';
  end: SocketEnd | undefined;
  private readonly socket: ContainerSocket;
  private readonly decoder = new TextDecoder();

  constructor(open: OpenSocket, { address, password }: SocketAccess) {
    this.socket = open(address, {
      opened: () => this.socket.send(password),
      received: (data) => (this.shown += this.decoder.decode(data, { stream: true })),
      closed: (end) => (this.end = end),
    });
  }

  send(text: string | Uint8Array): void {
    this.socket.send(text);
  }

  close(): void {
    this.socket.close();
  }

  async shows(pattern: RegExp): Promise<void> {
    await eventually(async () => assert.match(this.shown, pattern));
  }

  async ends(): Promise<SocketEnd> {
    return eventually(async () => {
      assert.ok(this.end, `still open, showing ${JSON.stringify(this.shown)}`);
      return this.end;
    });
  }
}

interface Place {
  readonly azure: Azure;
  readonly sandbox: OpenSandbox['sandbox'];
  readonly open: OpenSocket;
  readonly log: RequestLine[];
  id(name: string): string;
}

const places: Readonly<Record<string, () => Promise<Place & { close(): Promise<void> }>>> = {
  'within the process': async () => {
    const opened = openAzure();
    const log: RequestLine[] = [];
    const azure = opened.connect({ log: (line) => void log.push(line) });
    const { sandbox, openSocket } = opened.open;
    return { azure, sandbox, open: openSocket, log, id: (name) => idOf(opened, 'containerGroups', name), close: async () => undefined };
  },
  'over HTTPS': async () => {
    const cloud: Cloud = await startCloud({ speed: 1 });
    const { ready, open } = cloud;
    const ca = readFileSync(ready.caCertificate, 'utf8');
    const agent = new Agent({ ca, keepAlive: true });
    const client = createDefaultHttpClient();
    const httpClient: typeof client = { sendRequest: (request) => client.sendRequest(Object.assign(request, { agent })) };
    const options = { authorityHost: ready.authority, disableInstanceDiscovery: true, httpClient };
    const credential = new ClientSecretCredential(ready.tenantId, ready.clientId, ready.clientSecret, options);
    const log: RequestLine[] = [];
    const azure = connect({
      cloud: readCustomCloud(ready),
      tenants: [{ tenantId: ready.tenantId, credential }],
      httpClient,
      userAgent: 'test/1',
      log: (line) => void log.push(line),
    });
    const id = (name: string): string => Object.values(open.sandbox.world.containerGroups).find((group) => group.name === name)?.id ?? '';
    const close = async (): Promise<void> => {
      agent.destroy();
      await cloud.close();
    };
    return { azure, sandbox: open.sandbox, open: webSockets(ca), log, id, close };
  },
};

for (const [name, make] of Object.entries(places)) {
  describe(`websockets to containers, ${name}`, () => {
    let place: Place & { close(): Promise<void> };
    beforeEach(async () => (place = await make()));
    afterEach(() => place.close());

    const exec = (group: string, container: string, command = '/bin/sh'): Promise<SocketAccess> =>
      place.azure.containerGroups.exec(place.id(group), container, command, size);
    const shell = async (group = 'storefront', container = 'storefront', command = '/bin/sh'): Promise<Line> =>
      new Line(place.open, await exec(group, container, command));

    it('opens a shell that has the size asked for, and ends when it exits', async () => {
      const line = await shell();
      await line.shows(/# $/);
      line.send('stty size\r');
      await line.shows(/\r\n30 100\r\n# $/);
      line.send('exit\r');
      assert.equal((await line.ends()).clean, true);
    });

    it('carries characters that come in parts', async () => {
      const line = await shell();
      await line.shows(/# $/);
      const bytes = new TextEncoder().encode('echo Zoë 日本 🚢\r');
      for (const byte of bytes) line.send(Uint8Array.of(byte));
      await line.shows(/\r\nZoë 日本 🚢\r\n# $/);
      line.close();
    });

    it('ends what sleeps when its time has passed, or by Ctrl+C', async () => {
      const line = await shell();
      await line.shows(/# $/);
      line.send('sleep 3600; echo awake\r');
      await line.shows(/echo awake\r\n$/);
      place.sandbox.clock.advance(3_600_000);
      await line.shows(/\r\nawake\r\n# $/);
      line.send('sleep 3600\r');
      await line.shows(/sleep 3600\r\n$/);
      line.send('\x03');
      await line.shows(/\^C\r\n# $/);
      line.close();
    });

    it('lets nobody in with a wrong password, nor twice with the right one', async () => {
      const access = await exec('storefront', 'storefront');
      const wrong = new Line(place.open, { ...access, password: 'guess' });
      await wrong.ends();
      assert.equal(wrong.shown, '');
      const late = new Line(place.open, access);
      assert.equal((await late.ends()).clean, false);
      assert.equal(late.shown, '');
    });

    it('starts a program that is not a shell, and says of one that is missing what Azure was seen to say', async () => {
      const program = await shell('storefront', 'storefront', 'pwd');
      await program.ends();
      assert.equal(program.shown, '/app\r\n');
      for (const missing of ['/bin/bash', '/bin/sh -c pwd']) {
        const line = await shell('storefront', 'storefront', missing);
        await line.ends();
        assert.match(line.shown, /executable file not found/, missing);
      }
      const bash = await shell('storefront', 'sidecar', '/bin/bash');
      await bash.shows(/root@SandboxHost-\w+:\/app# $/);
      bash.close();
    });

    it('answers exec of a container that does not run, and says nothing at the socket', async () => {
      const line = await shell('storefront-preview', 'storefront');
      assert.equal((await line.ends()).clean, true);
      assert.equal(line.shown, '');
    });

    it('ends a shell whose group is stopped or deleted', async () => {
      const stopped = await shell();
      await stopped.shows(/# $/);
      await place.azure.containerGroups.stop(place.id('storefront'));
      assert.equal((await stopped.ends()).clean, true);
      const deleted = await shell('landing', 'landing');
      await deleted.shows(/# $/);
      await place.azure.containerGroups.delete(place.id('landing'));
      assert.equal((await deleted.ends()).clean, true);
    });

    it('cuts a connection without a goodbye', async () => {
      const line = await shell();
      await line.shows(/# $/);
      place.sandbox.terminals.cut();
      assert.equal((await line.ends()).clean, false);
    });

    it('shows by attach what a container writes from now on, until its run is over', async () => {
      const line = new Line(place.open, await place.azure.containerGroups.attach(place.id('storefront'), 'storefront'));
      await eventually(() => {
        place.sandbox.clock.advance(7_000);
        assert.ok(line.shown.split('\n').length > 4);
      });
      line.send('typed in vain\r');
      const log = await place.azure.containerGroups.logs(place.id('storefront'), 'storefront');
      assert.ok(log.includes(line.shown), 'its lines are those of the log, none missing and none twice');
      const group = place.sandbox.world.containerGroups[normalizeId(place.id('storefront'))];
      assert.ok(group);
      stop(place.sandbox.world, group, place.sandbox.clock.now());
      await line.ends();
    });

    it('refuses exec while the group is transitioning, of no container, and of no group', async () => {
      const refusals: readonly (readonly [group: string, container: string, code: string])[] = [
        ['invoice-import', 'import', 'ContainerGroupTransitioning'],
        ['storefront', 'nothing', 'ContainerNotFound'],
      ];
      for (const [group, container, code] of refusals)
        await assert.rejects(exec(group, container), (error) => AppError.is(error, code), code);
      const gone = place.id('storefront').replace(/storefront$/, 'gone');
      await assert.rejects(place.azure.containerGroups.attach(gone, 'a'), (error) => AppError.is(error, 'ContainerGroupNotFound'));
    });

    it('runs cmd.exe in a Windows container, and refuses by name what it does not know of one', async () => {
      const group = place.sandbox.world.containerGroups[normalizeId(place.id('storefront'))];
      assert.ok(group);
      group.definition.properties.osType = 'Windows';
      const line = new Line(place.open, await exec('storefront', 'storefront', 'cmd.exe'));
      await line.shows(/^Microsoft Windows \[Version [\d.]+\]\r\n[^]*\r\n\r\nC:\\>$/);
      line.send('dir /b app\r');
      await line.shows(/package\.json\r\nsettings\.js\r\n\r\nC:\\>$/);
      line.send('ping -n 2 127.0.0.1& exit 4\r');
      await line.shows(/\nReply from 127\.0\.0\.1/);
      place.sandbox.clock.advance(2000);
      assert.equal((await line.ends()).clean, true);
      await assert.rejects(exec('storefront', 'storefront', 'powershell.exe'), (error) => AppError.is(error, 'NotInSandbox'));
    });

    it('sends exec and attach once, whatever becomes of them', async () => {
      for (const verb of ['exec', 'attach'] as const) {
        for (const fault of [{ kind: 'status', status: 503 }, { kind: 'status', status: 429 }, { kind: 'resetAfter' }] as const) {
          place.log.length = 0;
          place.sandbox.faults.add({ ...fault, match: { method: 'POST', path: new RegExp(`/${verb}$`) } });
          const sent =
            verb === 'exec' ? exec('storefront', 'storefront') : place.azure.containerGroups.attach(place.id('storefront'), 'storefront');
          await assert.rejects(sent);
          assert.equal(place.log.filter(({ method }) => method === 'POST').length, 1, `${verb} ${JSON.stringify(fault)}`);
        }
      }
    });

    it('writes the password to no log', async () => {
      const access = await exec('storefront', 'storefront');
      const line = new Line(place.open, access);
      await line.shows(/# $/);
      line.close();
      const end = await line.ends();
      for (const written of [place.log, place.sandbox.log, place.sandbox.world, end])
        assert.ok(!JSON.stringify(written).includes(access.password));
    });
  });
}

describe('an answer to exec', () => {
  it('is refused where it names no encrypted address, so that the password is sent to nobody', async () => {
    const opened = openAzure();
    const id = idOf(opened, 'containerGroups', 'storefront');
    for (const body of [{ webSocketUri: 'ws://a.example', password: 'x' }, { webSocketUri: 'wss://a.example' }, {}]) {
      opened.open.sandbox.faults.add({ kind: 'status', status: 200, body, match: { path: /\/exec$/ } });
      const sent = opened.azure.containerGroups.exec(id, 'storefront', '/bin/sh', size);
      await assert.rejects(sent, (error) => AppError.is(error, 'UnreadableAnswer'));
    }
  });
});
