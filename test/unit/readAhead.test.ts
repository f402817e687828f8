import assert from 'node:assert/strict';
import type { NoteNode, TreeNode } from '../../src/ui/tree/node';
import { ReadAhead } from '../../src/ui/tree/readAhead';

const node = (id: string, parent?: TreeNode): NoteNode => ({
  kind: 'note',
  id,
  parent,
  note: { severity: 'information', label: id, retry: false },
});

/** A tree of `a` and `b` with two children each, of which `a` is open. Each read waits until the test lets it go. */
class Reads {
  readonly done: (string | undefined)[] = [];
  private readonly waiting: { readonly of: string; readonly go: () => void }[] = [];
  private time = 0;

  readonly ahead = new ReadAhead(
    {
      read: async (parent) => {
        const of = parent?.id ?? '';
        await new Promise<void>((go) => this.waiting.push({ of, go }));
        return parent ? [node(`${of}1`, parent), node(`${of}2`, parent)] : [node('a'), node('b')];
      },
      isOpen: ({ id }) => id === 'a',
      done: (from) => this.done.push(from?.id),
    },
    () => this.time,
  );

  /** Lets what is being read come, and answers what that was. */
  async come(): Promise<readonly string[]> {
    const now = this.waiting.splice(0);
    for (const { go } of now) go();
    await new Promise((resolve) => setImmediate(resolve));
    return now.map(({ of }) => of);
  }

  pass(ms: number): void {
    this.time += ms;
  }
}

describe('reading ahead', () => {
  const ids = (nodes: readonly TreeNode[] | undefined) => nodes?.map(({ id }) => id);

  it('reads what is open from the top down, and tells of it when it has all', async () => {
    const reads = new Reads();
    const reading = reads.ahead.begin(undefined);
    assert.deepEqual(await reads.come(), ['']);
    assert.deepEqual(reads.done, []);
    assert.equal(reads.ahead.peek(undefined), undefined);
    assert.deepEqual(await reads.come(), ['a']);
    await reading;
    assert.deepEqual(reads.done, [undefined]);
    const top = reads.ahead.take(undefined);
    assert.deepEqual(ids(top), ['a', 'b']);
    const below = reads.ahead.take(top?.[0]);
    assert.deepEqual(ids(below), ['a1', 'a2']);
    assert.equal(below?.[0]?.parent, top?.[0]);
  });

  it('hands over what it read once, and not for long', async () => {
    const reads = new Reads();
    void reads.ahead.begin(node('b'));
    await reads.come();
    assert.deepEqual(ids(reads.ahead.take(node('b'))), ['b1', 'b2']);
    assert.equal(reads.ahead.take(node('b')), undefined);
    void reads.ahead.begin(node('b'));
    await reads.come();
    reads.pass(60_000);
    assert.equal(reads.ahead.take(node('b')), undefined);
  });

  it('gives up what is under way for what begins later, and tells once', async () => {
    const reads = new Reads();
    void reads.ahead.begin(node('b'));
    void reads.ahead.begin(node('b'));
    const settled = reads.ahead.settled();
    assert.deepEqual(await reads.come(), ['b', 'b']);
    await settled;
    assert.deepEqual(reads.done, ['b']);
  });

  it('reads everything where something else was under way', async () => {
    const reads = new Reads();
    void reads.ahead.begin(node('a'));
    void reads.ahead.begin(node('b'));
    await reads.come();
    await reads.come();
    await reads.ahead.settled();
    assert.deepEqual(reads.done, [undefined]);
    assert.deepEqual(ids(reads.ahead.peek(undefined)), ['a', 'b']);
  });

  it('tells nothing of what was given up', async () => {
    const reads = new Reads();
    void reads.ahead.begin(undefined);
    reads.ahead.clear();
    await reads.come();
    await reads.ahead.settled();
    assert.deepEqual(reads.done, []);
    assert.equal(reads.ahead.peek(undefined), undefined);
  });
});
