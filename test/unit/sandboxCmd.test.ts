import assert from 'node:assert/strict';
import { Cmd } from '../../src/sandbox/cmd';
import { Tty } from '../../src/sandbox/tty';

const banner = 'Microsoft Windows [Version 10.0.20348.2966]\r\n(c) Microsoft Corporation. All rights reserved.\r\n\r\nC:\\>';

function terminal() {
  let shown = '';
  const context = {
    hostname: 'host-1',
    env: { GREETING: 'good day' },
    files: { 'C:\\app\\settings.js': 'x = 1\r\n', 'C:\\License.txt': 'License\r\n', 'C:\\Program Files\\tool\\a.txt': '' },
    changedAt: Date.UTC(2025, 2, 3, 14, 5),
  };
  const tty = new Tty(
    (write) => new Cmd(context, write),
    (text) => (shown += text),
  );
  tty.start();
  return { tty, shown: () => shown };
}

/** What a line writes, without its echo and the prompt. */
function written(line: string): string {
  const { tty, shown } = terminal();
  tty.type(`${line}\r`);
  return shown()
    .slice(banner.length + line.length + 2)
    .replace(/(\r\n)?C:[^\r\n]*>$/, '')
    .replaceAll('\r\n', '\n');
}

const unknown = (name: string) => `'${name}' is not recognized as an internal or external command,\noperable program or batch file.\n`;

const lines: readonly (readonly [line: string, written: string])[] = [
  ['', ''],
  ['echo  a   b', ' a   b\n'],
  ['echo', 'ECHO is on.\n'],
  ['echo.', '\n'],
  ['echo.a', 'a\n'],
  ['ECHO %greeting% %NONE%', 'good day %NONE%\n'],
  ['echo "a & b"', '"a & b"\n'],
  ['echo a ^& b ^^', 'a & b ^\n'],
  ['echo a& echo b', 'a\nb\n'],
  ['echo a && echo b || echo c', 'a \nb \n'],
  ['type gone || echo no', 'The system cannot find the file specified.\nno\n'],
  ['type gone && echo never', 'The system cannot find the file specified.\n'],
  ['curl --version', unknown('curl')],
  ['"two words" x', unknown('two words')],
  ['nonsense& call echo %^errorlevel%', `${unknown('nonsense')}9009\n`],
  ['type gone& call echo %^errorlevel%', 'The system cannot find the file specified.\n1\n'],
  ['cmd /c nonsense& call echo %^errorlevel%', `${unknown('nonsense')}1\n`],
  ['cmd /d /s /c "cd app& cd"& cd', 'C:\\app\nC:\\\n'],
  ['cmd /c exit 5& call echo %^errorlevel%', '5\n'],
  ['cmd /k echo a', 'The sandbox has a cmd within cmd only as “cmd /d /s /c”.\n'],
  ['cd', 'C:\\\n'],
  ['cd APP& cd', 'C:\\app\n'],
  ['cd "Program Files\\tool"& cd', 'C:\\Program Files\\tool\n'],
  ['cd app& cd..& cd', 'C:\\\n'],
  ['cd nowhere', 'The system cannot find the path specified.\n'],
  ['type app\\settings.js', 'x = 1\n'],
  ['type c:/license.txt', 'License\n'],
  ['type', 'The syntax of the command is incorrect.\n'],
  ['dir /b', 'License.txt\nProgram Files\napp\n'],
  [
    'dir',
    ' Volume in drive C has no label.\n Volume Serial Number is 76E0-C852\n\n Directory of C:\\\n\n' +
      '03/03/2025  02:05 PM                 9 License.txt\n03/03/2025  02:05 PM    <DIR>          Program Files\n' +
      '03/03/2025  02:05 PM    <DIR>          app\n               1 File(s)              9 bytes\n' +
      '               2 Dir(s)  21,171,609,600 bytes free\n',
  ],
  ['dir /b nowhere', 'File Not Found\n'],
  ['dir /s', 'The sandbox’s dir knows no option /s.\n'],
  ['set gree', 'GREETING=good day\n'],
  ['set A=b c& set a', 'A=b c\n'],
  ['set GREETING=& set GREETING', 'Environment variable GREETING not defined\n'],
  ['set /a 1+1', 'The sandbox’s set knows no option /a.\n'],
  ['ver', '\nMicrosoft Windows [Version 10.0.20348.2966]\n'],
  ['hostname& whoami.exe', 'host-1\nuser manager\\containeradministrator\n'],
  ['rem echo a', ''],
  ['dir | find "a"', 'The sandbox’s cmd does not know “|”.\n'],
  ['echo a > b', 'The sandbox’s cmd does not know “>”.\n'],
  ['(echo a)', 'The sandbox’s cmd does not know “(”.\n'],
  ['& echo a', '& was unexpected at this time.\n'],
  ['echo off', 'The sandbox’s cmd always shows its prompt.\n'],
];

describe('cmd.exe in a sandbox’s container', () => {
  for (const [line, expected] of lines) it(`answers “${line}”`, () => assert.equal(written(line), expected));

  it('says which Windows it is, and prompts with its folder, an empty line after what ran', () => {
    const { tty, shown } = terminal();
    assert.equal(shown(), banner);
    tty.type('\rcd app\r');
    assert.ok(shown().endsWith('C:\\>\r\nC:\\>cd app\r\n\r\nC:\\app>'), JSON.stringify(shown()));
  });

  it('gives up the whole line at Ctrl+C', () => {
    const { tty, shown } = terminal();
    tty.type('ping -n 4 127.0.0.1& echo never\r');
    assert.equal(tty.sleep?.ms, 1000);
    tty.woken();
    tty.type('\x03');
    assert.equal(tty.sleep, undefined);
    assert.ok(shown().endsWith('TTL=128\r\nReply from 127.0.0.1: bytes=32 time<1ms TTL=128\r\n^C\r\n\r\nC:\\>'), JSON.stringify(shown()));
  });

  it('goes on with a line that ends in a caret, and takes a line back by Escape', () => {
    const { tty, shown } = terminal();
    tty.type('echo a^\r');
    assert.ok(shown().endsWith('More? '));
    tty.type('b\r');
    assert.ok(shown().endsWith('ab\r\n\r\nC:\\>'), JSON.stringify(shown()));
    tty.type('rubbish\x1becho c\r');
    assert.ok(shown().endsWith('c\r\n\r\nC:\\>'), JSON.stringify(shown()));
  });

  it('ends by exit, and not by Ctrl+D', () => {
    const { tty } = terminal();
    tty.type('\x04\r');
    assert.equal(tty.ended, undefined);
    tty.type('exit 3\r');
    assert.equal(tty.ended, 3);
  });
});
