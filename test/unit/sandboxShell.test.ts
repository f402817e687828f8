import assert from 'node:assert/strict';
import type { ShellContext } from '../../src/sandbox/shell';
import { Shell } from '../../src/sandbox/shell';
import { Tty } from '../../src/sandbox/tty';

const context: ShellContext = {
  name: 'sh',
  hostname: 'host-1',
  env: { GREETING: 'good day', SPACED: '' },
  directory: '/app',
  files: { '/app/settings.js': 'x = 1\n', '/etc/hostname': 'host-1\n' },
};

/** A terminal and all that has appeared at it. */
function terminal(name: ShellContext['name'] = 'sh') {
  let shown = '';
  const tty = new Tty(
    (write) => new Shell({ ...context, name }, { rows: 24, columns: 80 }, write),
    (text) => (shown += text),
  );
  tty.start();
  return { tty, shown: () => shown };
}

/** What a line writes, without its echo and the prompts. */
function written(line: string): string {
  const { tty, shown } = terminal();
  const before = shown().length;
  tty.type(`${line}\r`);
  return shown().slice(before).replace(`${line}\r\n`, '').replace(/# $/, '').replaceAll('\r\n', '\n');
}

const lines: readonly (readonly [line: string, written: string])[] = [
  ['', ''],
  ['# nothing', ''],
  ['echo  a   b', 'a b\n'],
  ['echo -n a', 'a'],
  ['echo \'a   b\' "c  $GREETING" d\\ e', 'a   b c  good day d e\n'],
  ['echo "a\\"b" \'\' "$SPACED" $SPACED x', 'a"b   x\n'],
  ['echo ${GREETING}s', 'good days\n'],
  ['NAME=one; echo $NAME', 'one\n'],
  ['false; echo $?', '1\n'],
  ['true && echo yes || echo no', 'yes\n'],
  ['false && echo yes || echo no', 'no\n'],
  ['pwd; cd /etc && pwd && ls', '/app\n/etc\nhostname\n'],
  ['ls /', 'app\netc\n'],
  ['ls -l; echo $?', 'ls: the sandbox’s ls knows no option -l\n2\n'],
  ['cd /nowhere; echo $?', "sh: 1: cd: can't cd to /nowhere\n2\n"],
  ['cat settings.js ../etc/hostname', 'x = 1\nhost-1\n'],
  ['cat gone /etc; echo $?', 'cat: gone: No such file or directory\ncat: /etc: Is a directory\n1\n'],
  ['hostname; whoami', 'host-1\nroot\n'],
  ['curl; echo $?', 'sh: 1: curl: not found\n127\n'],
  ['bash -c true; echo $?', 'sh: 1: bash: not found\n127\n'],
  ['/bin/echo a', 'a\n'],
  ["sh -c 'exit 3'; echo $?", '3\n'],
  ["sh -c 'echo $0-$1' one two", 'one-two\n'],
  ["sh -c 'A=1; cd /etc'; pwd; echo [$A]", '/app\n[]\n'],
  ["printf '%s=%d\\n' a 1 b 2", 'a=1\nb=2\n'],
  ["printf '\\041%%\\n'", '!%\n'],
  ['stty size; stty rows 10 cols 20; stty size', '24 80\n10 20\n'],
  ['stty sane; echo $?', "stty: invalid argument 'sane'\n1\n"],
  ['sleep x; echo $?', "sleep: invalid time interval 'x'\n1\n"],
  ['ls | cat', 'sh: 1: the sandbox’s shell does not know “|”\n'],
  ['echo $(pwd); echo $?', 'sh: 1: the sandbox’s shell does not know “$(”\n'],
  ['echo a > b', 'sh: 1: the sandbox’s shell does not know “>”\n'],
];

describe('the shell in a sandbox’s container', () => {
  for (const [line, expected] of lines) it(`answers “${line}”`, () => assert.equal(written(line), expected));

  it('shows the variables of its container', () => assert.match(written('env'), /^GREETING=good day$/m));

  it('edits a line: backspace over narrow, wide and control characters, Ctrl+U', () => {
    const { tty, shown } = terminal();
    tty.type('échx\x7fo 日\x7f\x1b\x7fü\r');
    assert.ok(shown().endsWith('# échx\b \bo 日\b \b\b \b^[\b \b\b \bü\r\nsh: 1: écho: not found\r\n# '), JSON.stringify(shown()));
    tty.type('rubbish\x15pwd\r');
    assert.ok(shown().endsWith('/app\r\n# '));
  });

  it('interrupts what runs by Ctrl+C, and forgets what was typed', () => {
    const { tty, shown } = terminal();
    tty.type('sleep 5; echo done\r');
    assert.equal(tty.sleep?.ms, 5000);
    tty.type('typed ahead\x03');
    assert.equal(tty.sleep, undefined);
    tty.type('half a line\x03echo $?\r');
    assert.ok(shown().endsWith('typed ahead^C\r\n# half a line^C\r\n# echo $?\r\n130\r\n# '), JSON.stringify(shown()));
  });

  it('lets a script that traps Ctrl+C go on after the program that it ends', () => {
    const { tty, shown } = terminal();
    tty.type(`sh -c 'trap : INT; sh -c "$0"; echo "came to $?"' 'sleep 5; echo never'\r`);
    tty.type('\x03');
    assert.ok(shown().endsWith('^C\r\ncame to 130\r\n# '), JSON.stringify(shown()));
  });

  it('runs what was typed ahead after what runs, and gives it to a program that reads', () => {
    const { tty, shown } = terminal();
    tty.type('sleep 1\recho next\r');
    tty.woken();
    assert.ok(shown().endsWith('# next\r\n# '), JSON.stringify(shown()));
    tty.type('cat\rone\r\x04pwd\r');
    assert.ok(shown().endsWith('cat\r\none\r\none\r\n# pwd\r\n/app\r\n# '), JSON.stringify(shown()));
  });

  it('goes on with a line where a quote is open', () => {
    const { tty, shown } = terminal();
    tty.type("echo 'a\r");
    assert.ok(shown().endsWith('> '));
    tty.type("b'\r");
    assert.ok(shown().endsWith('a\r\nb\r\n# '), JSON.stringify(shown()));
  });

  it('hides what is typed after stty -echo', () => {
    const { tty, shown } = terminal();
    tty.type('stty -echo\recho a\r');
    assert.ok(shown().endsWith('stty -echo\r\n# a\r\n# '), JSON.stringify(shown()));
  });

  it('ends by exit, by exec and by Ctrl+D on an empty line', () => {
    for (const [typed, status] of [
      ['exit 7\r', 7],
      ['false\rexit\r', 1],
      ["exec sh -c 'exit 4'\r", 4],
      ['false\r\x04', 1],
    ] as const) {
      const { tty } = terminal();
      tty.type(typed);
      assert.equal(tty.ended, status, typed);
    }
    const { tty } = terminal();
    tty.type('a\x04');
    assert.equal(tty.ended, undefined);
  });

  it('prompts as bash does where it is bash', () => {
    const { shown } = terminal('bash');
    assert.equal(shown(), 'root@host-1:/app# ');
  });
});
