import assert from 'node:assert/strict';
import type { SocketEvents } from '../../src/model/containerSocket';
import { Cmd } from '../../src/sandbox/cmd';
import { Tty } from '../../src/sandbox/tty';
import { Link, pieces } from '../../src/ui/terminals/link';
import { MarkedCommand } from '../../src/ui/terminals/markedCommand';
import { Prompt } from '../../src/ui/terminals/prompt';
import { Resize } from '../../src/ui/terminals/resize';
import { escapedForCmd, lineForCmd, lineForShell } from '../../src/ui/terminals/typedLine';

const size = { rows: 40, columns: 120 };

describe('a link to a container', () => {
  function linked() {
    const sent: string[] = [];
    const shown: string[] = [];
    let events: SocketEvents | undefined;
    const link = new Link(
      (_address, given) => {
        events = given;
        return { send: (data) => sent.push(typeof data === 'string' ? data : new TextDecoder().decode(data)), close: () => undefined };
      },
      { address: 'wss://a.example', password: 'secret' },
      { shown: (text) => shown.push(text), ended: () => undefined },
    );
    assert.ok(events);
    return { link, events, sent, shown };
  }

  it('sends the password first, whatever was typed before it was open', () => {
    const { link, events, sent } = linked();
    link.send('early');
    assert.deepEqual(sent, []);
    events.opened();
    link.send('late');
    assert.deepEqual(sent, ['secret', 'early', 'late']);
  });

  it('shows characters whole, however frames cut them', () => {
    const { events, shown } = linked();
    for (const byte of new TextEncoder().encode('é🚢日')) events.received(Uint8Array.of(byte));
    assert.deepEqual(shown, ['é', '🚢', '日']);
  });

  it('cuts a long paste in pieces, and no character in two', () => {
    for (const text of ['', 'short', 'x'.repeat(3000), `${'x'.repeat(1023)}🚢${'日'.repeat(2000)}🚢`]) {
      assert.equal(pieces(text).join(''), text);
      for (const piece of pieces(text)) {
        assert.ok(piece.length > 0 && piece.length <= 1024);
        assert.doesNotThrow(() => encodeURIComponent(piece), 'a half of a pair of surrogates');
      }
    }
  });
});

describe('a prompt', () => {
  const prompts: readonly (readonly [shown: string, isPrompt: boolean])[] = [
    ['# ', true],
    ['/app # ', true],
    ['root@host:/app# ', true],
    ['\x1b[?2004h\x1b]0;root@host: /\x07\x1b[01;32mroot@host\x1b[00m:\x1b[01;34m/\x1b[00m$ ', true],
    ['% ', true],
    ['out\r\n$ ', true],
    ['out\r\n', false],
    ['50%', false],
    ['# ls', false],
    ['> ', false],
    ['>>> ', false],
    ['mysql> ', false],
    ['postgres=# ', false],
    ['postgres-# ', false],
    ['Password: ', false],
    ['', false],
  ];
  for (const [shown, isPrompt] of prompts) {
    it(`${isPrompt ? 'is' : 'is not'} ${JSON.stringify(shown)}`, () => {
      const prompt = new Prompt();
      prompt.shown(shown);
      assert.equal(prompt.text !== undefined, isPrompt);
    });
  }

  const windowsPrompts: readonly (readonly [shown: string, isPrompt: boolean])[] = [
    ['C:\\>', true],
    ['Microsoft Windows [Version 10.0.20348.2966]\r\n\r\nC:\\Program Files (x86)\\app>', true],
    ['\x1b[2J\x1b[m\x1b[HC:\\>', true],
    ['PS C:\\app> ', true],
    ['C:\\>dir', false],
    ['More? ', false],
    ['# ', false],
    ['a > b>', false],
  ];
  for (const [shown, isPrompt] of windowsPrompts) {
    it(`${isPrompt ? 'is' : 'is not'} one of Windows: ${JSON.stringify(shown)}`, () => {
      const prompt = new Prompt(true);
      prompt.shown(shown);
      assert.equal(prompt.text !== undefined, isPrompt);
    });
  }

  it('is none while something is typed, nor after it until the next one is shown', () => {
    const prompt = new Prompt();
    prompt.shown('# ');
    prompt.sent('l');
    assert.equal(prompt.text, undefined);
    prompt.sent('s\r');
    assert.equal(prompt.text, undefined);
    prompt.shown('ls\r\na b\r\n# ');
    assert.equal(prompt.text, '# ');
  });
});

describe('a resize', () => {
  function resizing() {
    const sent: string[] = [];
    return { resize: new Resize((text) => void sent.push(text)), sent };
  }

  it('tells the shell at its prompt, and hides that it did', () => {
    const { resize, sent } = resizing();
    assert.equal(resize.shown('# '), '# ');
    assert.equal(resize.want(size), true);
    assert.deepEqual(sent, ['stty rows 40 cols 120\r']);
    for (const part of ['stty rows 40', ' cols 120\r\n', '# ']) assert.equal(resize.shown(part), '');
    assert.equal(resize.isTelling, false);
    assert.equal(resize.works, true);
    assert.equal(resize.shown('next'), 'next');
  });

  it('waits for the next prompt while something is typed or runs, and then tells the last size alone', () => {
    const { resize, sent } = resizing();
    resize.shown('# ');
    resize.typed('sleep');
    assert.equal(resize.want({ rows: 1, columns: 2 }), false);
    resize.typed(' 9\r');
    assert.equal(resize.want(size), false);
    assert.deepEqual(sent, ['sleep', ' 9\r']);
    assert.equal(resize.shown('sleep 9\r\n# '), 'sleep 9\r\n# ');
    assert.equal(sent.at(-1), 'stty rows 40 cols 120\r');
  });

  it('keeps what is typed meanwhile for after', () => {
    const { resize, sent } = resizing();
    resize.shown('# ');
    resize.want(size);
    resize.typed('pwd\r');
    assert.equal(sent.length, 1);
    resize.shown('stty rows 40 cols 120\r\n# ');
    assert.deepEqual(sent.slice(1), ['pwd\r']);
  });

  it('knows its own echo where a narrow terminal breaks it', () => {
    const { resize } = resizing();
    resize.shown('\x1b[?2004hroot@h:/# ');
    resize.want(size);
    assert.equal(resize.shown('stty rows 4\r0 cols 120\r\n\x1b[?2004l\r\x1b[?2004hroot@h:/# '), '');
    assert.equal(resize.works, true);
  });

  it('does not try again in a container that has no stty', () => {
    const { resize, sent } = resizing();
    resize.shown('# ');
    resize.want(size);
    resize.shown('stty rows 40 cols 120\r\nsh: stty: not found\r\n# ');
    assert.equal(resize.works, false);
    assert.equal(resize.want(size), false);
    assert.equal(sent.length, 1);
  });

  it('tells a shell of Windows nothing: it has no stty', () => {
    const sent: string[] = [];
    const resize = new Resize((text) => void sent.push(text), undefined, true);
    resize.shown('C:\\>');
    assert.equal(resize.prompt.seen, true);
    assert.equal(resize.want(size), false);
    assert.equal(resize.works, false);
    assert.deepEqual(sent, []);
  });

  it('gives back what it hid where no prompt comes', () => {
    const { resize, sent } = resizing();
    resize.shown('# ');
    resize.want(size);
    resize.shown('stty rows');
    resize.typed('x');
    assert.equal(resize.giveUp(), 'stty rows');
    assert.equal(sent.at(-1), 'x');
    assert.equal(resize.shown('more'), 'more');
  });
});

describe('a command in a shell', () => {
  const echo = (command: MarkedCommand) => `# ${command.line?.replace('\r', '\r\n')}`;

  const outputs: readonly (readonly [output: string, status: number])[] = [
    ['', 0],
    ['one\r\n', 0],
    ['no line break', 1],
    ['a\r\n\r\nb\r\n', 137],
    ['looks like it\r\nkeyless1x=3\r\n', 2],
    ['\r\nkeyless1-begin\r\n', 0],
  ];
  for (const [output, status] of outputs) {
    it(`is told from its marks, however the text is cut: ${JSON.stringify(output)}`, () => {
      for (const length of [1, 3, 7, 1000]) {
        const command = new MarkedCommand(lineForShell('anything', 'keyless1'), 'keyless1');
        const text = `${echo(command)}\r\nkeyless1-begin\r\n${output}\r\nkeyless1=${status}\r\n# `;
        let shown = '';
        let found: number | undefined;
        for (let at = 0; at < text.length; at += length) {
          const step = command.shown(text.slice(at, at + length));
          shown += step.text;
          found ??= step.status;
        }
        assert.equal(found, status);
        assert.equal(shown, output);
      }
    });
  }

  it('shows at once what can be no mark, such as a question', () => {
    const command = new MarkedCommand(lineForShell('anything', 'keyless1'), 'keyless1');
    assert.equal(command.shown(`${echo(command)}\r\nkeyless1-begin\r\nSure? `).text, 'Sure? ');
  });

  it('quotes what it is given, and refuses what is longer than a line of a terminal', () => {
    const { line } = lineForShell(`echo 'it''s' "$HOME"`, 'keyless1');
    assert.ok(line?.endsWith(` 'echo '\\''it'\\'''\\''s'\\'' "$HOME"' keyless1\r`), line);
    assert.equal(lineForShell('日'.repeat(1400), 'keyless1').line, undefined);
  });
});

describe('a command in cmd.exe', () => {
  const escaped: readonly (readonly [command: string, typed: string])[] = [
    ['dir C:\\', 'dir C:\\'],
    ['echo a&echo b', 'echo a^&echo b'],
    ['echo a && echo b || echo c', 'echo a ^&^& echo b ^|^| echo c'],
    ['echo "a & b"', 'echo ^"a ^& b^"'],
    ['echo %PATH%', 'echo ^%PATH^%'],
    ['echo 100%', 'echo 100^%'],
    ['echo a^&b', 'echo a^^^&b'],
    ['(echo a) > nul < nul', '^(echo a^) ^> nul ^< nul'],
    ['echo wow!', 'echo wow^!'],
    ["echo it's `here` $x #y ~z", "echo it's `here` $x #y ~z"],
  ];
  for (const [command, typed] of escaped) it(`is typed as ${typed}`, () => assert.equal(escapedForCmd(command), typed));

  /** Types it at the sandbox's cmd; answers what of all that it shows is the command's, and its exit status. */
  function run(command: string, cut = 1000) {
    let text = '';
    const tty = new Tty(
      (write) => new Cmd({ hostname: 'host-1', env: { GREETING: 'a & b' }, files: { 'C:\\app\\a.txt': 'A\r\n' }, changedAt: 0 }, write),
      (shown) => (text += shown),
    );
    tty.start();
    const marked = new MarkedCommand(lineForCmd(command, 'keyless1'), 'keyless1');
    tty.type(marked.line ?? '');
    let shown = '';
    let status: number | undefined;
    for (let at = 0; at < text.length; at += cut) {
      const step = marked.shown(text.slice(at, at + cut));
      shown += step.text;
      status ??= step.status;
    }
    return { shown, status };
  }

  const runs: readonly (readonly [command: string, shown: string, status: number])[] = [
    ['echo hello', 'hello\r\n', 0],
    ['echo "a & b"& echo c', '"a & b"\r\nc\r\n', 0],
    ['echo %GREETING%', "a \r\n'b' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n", 1],
    ['echo "%GREETING%" 100%', '"a & b" 100%\r\n', 0],
    ['echo a^&b ^^ %%', 'a&b ^ %%\r\n', 0],
    ['echo %KEYLESS_NONE%!', '%KEYLESS_NONE%!\r\n', 0],
    ['type C:\\app\\a.txt', 'A\r\n', 0],
    ['type "C:\\app\\a.txt"', 'A\r\n', 0],
    ['cd', 'C:\\\r\n', 0],
    ['rem nothing', '', 0],
    ['exit 7', '', 7],
    ['exit -1073741819', '', -1073741819],
    ['type C:\\gone', 'The system cannot find the file specified.\r\n', 1],
    ['echo a &&', '&& was unexpected at this time.\r\n', 1],
    ['"', "'\"' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n", 1],
    ['echo keyless2=3& exit 3', 'keyless2=3\r\n', 3],
  ];
  for (const [command, shown, status] of runs) {
    it(`runs as it was given, in spite of its marks: ${command}`, () => {
      for (const cut of [1, 5, 1000]) assert.deepEqual(run(command, cut), { shown, status });
    });
  }

  it('is told from its marks where a console moves the cursor in place of line breaks', () => {
    const marked = new MarkedCommand(lineForCmd('dir', 'keyless1'), 'keyless1');
    const shown = marked.shown(
      'C:\\>echo k^eyless1-begin& cmd\x1b[5;1Hkeyless1-begin\x1b[K\x1b[6;1Hout\x1b[7;1Hkeyless1=12\x1b[K\x1b[9;1HC:\\>',
    );
    assert.deepEqual(shown, { text: 'out\x1b[7;1H', status: 12 });
  });

  it('is refused where it is longer than cmd takes a line', () => {
    assert.equal(lineForCmd('x'.repeat(8200), 'keyless1').line, undefined);
    assert.equal(lineForCmd('&'.repeat(4100), 'keyless1').line, undefined);
    assert.notEqual(lineForCmd('x'.repeat(8000), 'keyless1').line, undefined);
  });
});
