import assert from 'node:assert/strict';
import { behaviours } from '../../src/sandbox/behaviours';
import { behaviourOfCommand } from '../../src/sandbox/command';

const context = { container: 'app', env: { NAME: 'world' }, ports: [80], memoryInGB: 1 };

describe('the command of a container', () => {
  for (const [command, code, afterMs, lines] of [
    [['echo', 'hi'], 0, 200, ['hi']],
    [['/bin/sh', '-c', 'echo one; sleep 2; echo two'], 0, 2200, ['one', 'two']],
    [['sh', '-c', "echo 'hello $NAME'"], 0, 200, ['hello world']],
    [['sh', '-c', 'sleep 1 && exit 3 && echo never'], 3, 1200, []],
    [['false'], 1, 200, []],
    [['/bin/sh', '-c', 'echo hello; sleep 15; done'], 2, 200, []],
  ] as const) {
    it(`${JSON.stringify(command)} ends with ${code}`, () => {
      const behaviour = behaviourOfCommand(command, behaviours.web);
      assert.deepEqual(behaviour.exit?.(context), { afterMs, code });
      assert.deepEqual(
        behaviour.lines(context, 60_000).map((line) => line.text),
        lines,
      );
    });
  }

  for (const command of [
    ['sleep', 'infinity'],
    ['tail', '-f', '/dev/null'],
    ['sh', '-c', 'while true; do echo x; sleep 5; done'],
  ]) {
    it(`${JSON.stringify(command)} runs on`, () => {
      assert.equal(behaviourOfCommand(command, behaviours.greeting).exit?.(context), undefined);
    });
  }

  it('says so where it is not run, and behaves as the image', () => {
    const behaviour = behaviourOfCommand(['python', 'main.py'], behaviours.job);
    assert.deepEqual(behaviour.exit?.(context), behaviours.job.exit?.(context));
    assert.match(behaviour.lines(context, 0)[0]?.text ?? '', /^\[sandbox\] "python main\.py" is not run here/);
  });

  it('gives way to a variable that the image waits for', () => {
    assert.equal(behaviours.needsDatabase.exit?.(context)?.code, 1);
    assert.equal(behaviours.needsDatabase.exit?.({ ...context, env: { DATABASE_URL: 'x' } }), undefined);
  });
});
