/** What can be found in a container from within: its shells and a few files, by what its image does. */
import { behaviourOf } from './containerGroupMoment';
import { digestOf } from './ids';
import type { ShellContext } from './shell';
import type { SandboxContainerGroup } from './world';

export interface Inside {
  /** None in an image that is made of one program. */
  readonly shells: readonly ShellContext['name'][];
  readonly context: Omit<ShellContext, 'name'>;
}

/** Images upon Alpine, as `aci-helloworld` is, have no `bash`. Those not named here are upon Debian. */
const shellsOf: Readonly<Record<string, Inside['shells']>> = {
  greeting: [],
  exitsAtOnce: ['sh'],
  silent: ['sh'],
  web: ['sh'],
};

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n';
const alpine = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\n';

export function insideOf(group: SandboxContainerGroup, name: string): Inside {
  const shells = shellsOf[group.containers[name]?.behaviour ?? 'silent'] ?? ['bash', 'sh'];
  const { context } = behaviourOf(group, name);
  const hostname = `SandboxHost-${digestOf(group.id).slice('sha256:'.length, 'sha256:'.length + 12)}`;
  return {
    shells,
    context: {
      hostname,
      env: context.env,
      directory: '/app',
      files: {
        '/app/package.json': `{ "name": "${name}", "main": "settings.js" }\n`,
        '/app/settings.js': 'module.exports = process.env;\n',
        '/etc/hostname': `${hostname}\n`,
        '/etc/hosts': `127.0.0.1 localhost\n127.0.0.1 ${hostname}\n`,
        '/etc/os-release': shells.includes('bash') ? debian : alpine,
      },
    },
  };
}
