import { PanelStandIn } from './vscodeStandIn';
import assert from 'node:assert/strict';
import type { App } from '../../src/ui/app';
import { Disposables } from '../../src/ui/disposables';
import type { Session } from '../../src/ui/session';
import { Sessions } from '../../src/ui/session';
import type { WatchFeature } from '../../src/ui/watch/main';
import { createWatchFeature } from '../../src/ui/watch/main';
import { eventually } from '../e2e/harness/eventually';
import { idOf, openAzure } from './openAzure';

const name = 'storefront';
const groupId = idOf(openAzure(), 'containerGroups', name);
const nothing = { dispose: () => undefined };

/** An Azure of its own, in which it is seen how often the group was read. */
class Opened {
  readonly world = openAzure();
  readonly session: Session;

  constructor(target: string) {
    const { clock } = this.world.open.sandbox;
    const still = { now: () => clock.now(), sleep: () => new Promise<void>(() => undefined) };
    this.session = { kind: 'sandbox', azure: this.world.azure, target, clock: still } as unknown as Session;
  }

  get reads(): number {
    return this.world.open.sandbox.log.filter(({ path }) => path.endsWith(`/${name}`)).length;
  }
}

/** A window in which sessions come and go. */
class Window {
  readonly sessions = new Sessions();
  private readonly feature: WatchFeature;

  constructor() {
    const app = {
      sessions: this.sessions,
      disposables: new Disposables(),
      log: { error: () => undefined },
      writes: { onDidChange: () => nothing },
      watched: { of: () => [], onDidChange: () => nothing },
      store: { containerGroup: async (id: string) => (await this.sessions.require()).azure.containerGroups.get(id) },
    };
    this.feature = createWatchFeature(app as unknown as App);
  }

  async open(target: string): Promise<Opened> {
    const opened = new Opened(target);
    await this.sessions.open(() => Promise.resolve({ session: opened.session, ...nothing }));
    return opened;
  }

  async showTimeline(): Promise<PanelStandIn> {
    await this.feature.run('showTimeline', groupId);
    const panel = PanelStandIn.open.at(-1);
    assert.ok(panel);
    return panel;
  }
}

const shows = (panel: PanelStandIn, pattern: RegExp): Promise<void> => eventually(() => assert.match(panel.body, pattern));
const closed = /The Azure of this container group is not open any more/;
const read = /id="status"[^>]*>Running[^]*Durations/;

describe('a timeline whose session ends', () => {
  it('goes on with another session of the same Azure', async () => {
    const window = new Window();
    await window.open('contoso');
    const panel = await window.showTimeline();
    await shows(panel, read);
    window.sessions.close();
    await shows(panel, closed);
    const next = await window.open('contoso');
    await shows(panel, read);
    const before = next.reads;
    assert.equal(before, 1);
    panel.press('again');
    await eventually(() => assert.equal(next.reads, before + 1));
  });

  it('says that its Azure is not open, asks another one nothing, and begins anew with it when it is asked for', async () => {
    const window = new Window();
    await window.open('contoso');
    const panel = await window.showTimeline();
    await shows(panel, read);
    const other = await window.open('fabrikam');
    panel.press('again');
    await shows(panel, closed);
    assert.equal(other.reads, 0);
    assert.equal(await window.showTimeline(), panel);
    await shows(panel, read);
    assert.equal(panel.reveals, 1);
    assert.equal(other.reads, 2, 'once to find the group, and once for its timeline');
  });

  it('is one page, however quickly it is asked for twice, and another one after it was closed', async () => {
    const window = new Window();
    await window.open('contoso');
    const before = PanelStandIn.open.length;
    const [panel] = await Promise.all([window.showTimeline(), window.showTimeline()]);
    assert.equal(PanelStandIn.open.length, before + 1);
    panel.dispose();
    assert.notEqual(await window.showTimeline(), panel);
  });
});
