/** What can be found in a Windows container from within. */
import { behaviourOf } from './containerGroupMoment';
import type { CmdContext } from './cmd';
import { digestOf } from './ids';
import type { SandboxContainerGroup } from './world';

export function isWindows({ definition }: SandboxContainerGroup): boolean {
  return definition.properties.osType?.toLowerCase() === 'windows';
}

/** Whether a command of exec is the shell that every Windows image has. */
export function isCmd(command: string): boolean {
  return /^(c:\\windows\\system32\\)?cmd(\.exe)?$/i.test(command);
}

export function insideOfWindows(group: SandboxContainerGroup, name: string): CmdContext {
  return {
    hostname: `SandboxHost-${digestOf(group.id).slice('sha256:'.length, 'sha256:'.length + 12)}`,
    env: behaviourOf(group, name).context.env,
    files: {
      'C:\\app\\package.json': `{ "name": "${name}", "main": "settings.js" }\r\n`,
      'C:\\app\\settings.js': 'module.exports = process.env;\r\n',
      'C:\\License.txt': 'To view the license for this container image, see its page in the registry.\r\n',
      'C:\\Windows\\System32\\drivers\\etc\\hosts': '# 127.0.0.1 localhost\r\n',
      'C:\\Windows\\win.ini': '; for 16-bit app support\r\n[fonts]\r\n',
    },
    changedAt: group.createdAt,
  };
}
