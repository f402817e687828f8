import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { Asking } from './harness/asking';
import { container, deployedElsewhere } from './harness/elsewhere';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

describe('Windows container groups', () => {
  const workbench = freshWindow();
  const terminal = () => workbench().terminal;
  const quick = () => workbench().quickInput;
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().setSetting('terminal.integrated.gpuAcceleration', 'off');
    await workbench().run('keylessContainers.resources.focus');
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
  });
  afterEach(() => workbench().run('workbench.action.terminal.killAll'));

  /** A Windows group that somebody else has deployed, and that runs. */
  async function windowsGroup(): Promise<string> {
    const containers = [container('printer', 'mcr.microsoft.com/windows/servercore/iis:latest')];
    return deployedElsewhere(workbench(), 'printer', { containers, osType: 'Windows', restartPolicy: 'Always' });
  }

  async function definition(name: string): Promise<ContainerGroupDefinition> {
    const shown = (await workbench().documents()).find(({ uri }) => uri.startsWith('keyless-plan:') && uri.endsWith(`/${name}.json`));
    return JSON.parse(shown?.text ?? 'null') as ContainerGroupDefinition;
  }

  async function runCommand(line: string): Promise<void> {
    workbench().start('keylessContainers.runCommand', await windowsGroup());
    await quick().waitUntilOpen(/Run Command/);
    await quick().type(line);
    await workbench().page.keyboard.press('Enter');
  }

  it('asks for the system of an image only where the image does not say it', async () => {
    workbench().start('keylessContainers.deployContainerGroup');
    await asking.choose(/Deploy/, /A public image/);
    await asking.answer(/2\/\d/, 'mcr.microsoft.com/dotnet/aspnet:8.0');
    await quick().waitUntilOpen(/3\/\d/);
    await eventually(async () =>
      assert.deepEqual(
        (await quick().items()).map(({ label }) => label),
        ['Linux', 'Windows'],
      ),
    );
    await workbench().picture('operating system');
    await quick().cancel();
    await quick().waitUntilClosed();
  });

  it('deploys an image that is for Windows as such, and offers to add only what a Windows group can have', async () => {
    const tree = workbench().tree('Keyless Containers');
    await tree.expand('Contoso Production', 'Registries');
    await tree.chooseFromMenu(['Contoso Production', 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /windows\/label-printer/);
    await asking.choose(/2\/\d/, /ltsc2022/);
    await asking.choose(/3\/\d/, /id-web/);
    await asking.answer(/4\/\d/, 'label-printer');
    await asking.choose(/5\/\d/, /rg-web/);
    await asking.page(/Deploy container group label-printer/);
    await eventually(async () => assert.equal((await definition('label-printer')).properties.osType, 'Windows'));
    assert.deepEqual(await workbench().problems(), []);
    workbench().start('keylessContainers.addToDefinition');
    await quick().waitUntilOpen(/Add to Definition/);
    const offered = async (typed: string): Promise<readonly string[]> => {
      await quick().type(typed);
      return (await quick().items()).map(({ label }) => label).filter((label) => label.includes(typed));
    };
    assert.deepEqual(await offered('Volume'), []);
    assert.deepEqual(await offered('Init Container'), []);
    assert.notDeepEqual(await offered('Liveness Probe'), []);
    await quick().cancel();
    await quick().waitUntilClosed();
    await workbench().picture('review of a Windows group');
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/label-printer is deployed/)
      .waitFor({ timeout: 60_000 });
  });

  it('opens cmd.exe, and never types stty into it', async () => {
    workbench().start('keylessContainers.openShell', await windowsGroup());
    await terminal().shows(/^Microsoft Windows \[Version [\d.]+\]\n[^\n]*\n\nC:\\>$/);
    await terminal().type('dir app\n');
    await terminal().shows(/Directory of C:\\app\n[^]*settings\.js\n[^]*bytes free\n\nC:\\>$/);
    await terminal().type('ls\n');
    await terminal().shows(/'ls' is not recognized as an internal or external command,\noperable program or batch file\.\n\nC:\\>$/);
    await workbench().picture('cmd');
    await workbench().page.setViewportSize({ width: 1000, height: 800 });
    await terminal().type('cd app\n');
    await terminal().shows(/C:\\app>$/);
    assert.doesNotMatch(await terminal().text(), /stty/);
    await terminal().type('exit\n');
    await terminal().waitUntilClosed();
  });

  it('runs a command through cmd.exe, and says its exit status', async () => {
    for (const [line, shown] of [
      ['echo "a & b" ^& 100%& cd', /^"a & b" & 100%\nC:\\\n\n\* Exit status 0: it succeeded\./],
      ['type C:\\gone', /^The system cannot find the file specified\.\n\n\* Exit status 1: it failed\./],
      ['exit -1073741819', /^\n\* Exit status -1073741819 \(0xC0000005\): it failed\./],
    ] as const) {
      await runCommand(line);
      await terminal().shows(shown);
      assert.doesNotMatch(await terminal().text(), /keyless|errorlevel/, 'nothing of how it was done');
      await terminal().type('q');
      await terminal().waitUntilClosed();
    }
  });

  it('says that a command was interrupted, of which cmd.exe tells no status', async () => {
    await runCommand('ping -n 100000000 127.0.0.1& echo never');
    await terminal().shows(/Reply from 127\.0\.0\.1/);
    await terminal().type('');
    await terminal().press('Control+c');
    await terminal().shows(/\* The command was interrupted\. With which exit status it ended is not known\./);
    assert.doesNotMatch(await terminal().text(), /never$/m);
  });
});
