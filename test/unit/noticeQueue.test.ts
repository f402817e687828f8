import assert from 'node:assert/strict';
import type { Notice, NoticeButton } from '../../src/ui/notices/noticeQueue';
import { NoticeQueue } from '../../src/ui/notices/noticeQueue';

/** A window whose notifications are closed, and whose time passes, when a test says so. */
class Window {
  readonly shown: string[] = [];
  private readonly closing = new Map<string, (button: NoticeButton | undefined) => void>();
  private sleeping: { readonly ms: number; readonly wake: () => void }[] = [];
  readonly queue = new NoticeQueue(
    ({ text, buttons }) => {
      this.shown.push(text);
      return new Promise((resolve) => this.closing.set(text, (pressed) => resolve(buttons.find(({ title }) => title === pressed?.title))));
    },
    (ms) => new Promise((wake) => this.sleeping.push({ ms, wake })),
  );

  async close(text: string, button?: string): Promise<void> {
    this.closing.get(text)?.(button === undefined ? undefined : { title: button });
    await settled();
  }

  async pass(ms: number): Promise<void> {
    const over = this.sleeping.filter((one) => one.ms <= ms);
    this.sleeping = this.sleeping.filter((one) => one.ms > ms);
    for (const { wake } of over) wake();
    await settled();
  }

  async add(subject: string, text: string, more: Partial<Notice> = {}): Promise<void> {
    void this.queue.add(subject, () => notice(text, more));
    await settled();
  }
}

function notice(text: string, more: Partial<Notice> = {}): Notice {
  return { severity: 'warning', text, buttons: [], ...more };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('Notifications that come by themselves', () => {
  it('are shown one at a time, the next when the one before has been closed', async () => {
    const window = new Window();
    await window.add('a', 'first');
    await window.add('b', 'second');
    assert.deepEqual(window.shown, ['first']);
    await window.close('first');
    assert.deepEqual(window.shown, ['first', 'second']);
  });

  it('wait no longer than VS Code shows one that nobody closes', async () => {
    const window = new Window();
    await window.add('a', 'first');
    await window.add('b', 'second');
    await window.pass(20_000);
    assert.deepEqual(window.shown, ['first', 'second']);
  });

  it('wait for an error with buttons, which stays in sight, but not forever', async () => {
    const window = new Window();
    await window.add('a', 'first', { severity: 'error', buttons: [{ title: 'Retry' }] });
    await window.add('b', 'second');
    await window.pass(20_000);
    assert.deepEqual(window.shown, ['first']);
    await window.pass(600_000);
    assert.deepEqual(window.shown, ['first', 'second']);
  });

  it('give up their place to newer news about the same', async () => {
    const window = new Window();
    await window.add('a', 'first');
    const replaced = window.queue.add('b', () => notice('old'));
    await window.add('c', 'third');
    await window.add('b', 'new');
    assert.equal(await replaced, undefined);
    await window.close('first');
    await window.close('new');
    assert.deepEqual(window.shown, ['first', 'new', 'third']);
  });

  it('are left out when they are no longer true, or can’t be made, by the time their turn comes', async () => {
    const window = new Window();
    let isTrue = true;
    await window.add('a', 'first');
    const passed = window.queue.add('b', () => (isTrue ? notice('second') : undefined));
    void window.queue.add('c', () => Promise.reject(new Error('gone')));
    await window.add('d', 'last');
    isTrue = false;
    await window.close('first');
    assert.equal(await passed, undefined);
    assert.deepEqual(window.shown, ['first', 'last']);
  });

  it('answer with the button that was pressed', async () => {
    const window = new Window();
    const answer = window.queue.add('a', () => notice('first', { buttons: [{ title: 'Explain' }, { title: 'Start' }] }));
    await settled();
    await window.close('first', 'Start');
    assert.deepEqual(await answer, { title: 'Start' });
  });

  it('let an answer to a click by at once, and wait while it is in sight', async () => {
    const window = new Window();
    await window.add('a', 'first');
    void window.queue.answer(notice('answer'));
    await window.add('b', 'second');
    assert.deepEqual(window.shown, ['first', 'answer']);
    await window.close('first');
    assert.deepEqual(window.shown, ['first', 'answer']);
    await window.close('answer');
    assert.deepEqual(window.shown, ['first', 'answer', 'second']);
  });
});
