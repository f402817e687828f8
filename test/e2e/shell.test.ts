import assert from 'node:assert/strict';
import { eventually } from './harness/eventually';
import { SigningIn } from './harness/signingIn';
import { freshWindow, signInCloud } from './harness/window';

describe('terminals of containers', () => {
  const workbench = freshWindow();
  const terminal = () => workbench().terminal;

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().setSetting('terminal.integrated.gpuAcceleration', 'off');
    await workbench().run('keylessContainers.resources.focus');
  });
  afterEach(() => workbench().run('workbench.action.terminal.killAll'));

  const groups = ['Contoso Production', 'Container groups'] as const;

  const idOf = (group: string) => workbench().run('keylessContainers.test.groupId', group);

  async function prompted(): Promise<void> {
    await terminal().shows(/#$/);
  }

  /** Of a group that has one container. */
  async function openShell(group: string): Promise<void> {
    workbench().start('keylessContainers.openShell', await idOf(group));
    await prompted();
  }

  it('opens the shell that the container has, runs what is typed, and closes when it exits', async () => {
    await expandStorefront();
    await workbench()
      .tree('Keyless Containers')
      .chooseFromMenu([...groups, 'storefront', 'storefront'], 'Open Shell');
    await prompted();
    // The image has no /bin/bash: nothing of the try is left to see.
    assert.equal(await terminal().text(), '#');
    await terminal().type('cat /etc/os-release\n');
    await terminal().shows(/^# cat \/etc\/os-release\nNAME="Alpine Linux"\n[^#]*#$/);
    await terminal().type('sleep infinity\n');
    await terminal().shows(/sleep infinity$/);
    await terminal().press('Control+c');
    await terminal().shows(/\^C\n#$/);
    await terminal().type('echo $?\n');
    await terminal().shows(/\n130\n#$/);
    await workbench().picture('shell');
    await terminal().type('echo Zoë 日本\n');
    await terminal().shows(/# echo Zoë 日本\nZoë 日本\n#$/);
    await terminal().type('exit\n');
    await terminal().waitUntilClosed();
  });

  it('tells the shell at its prompt that the terminal has another size, and hides that it did', async () => {
    await openShell('orders-worker');
    await terminal().type('stty size\n');
    await terminal().shows(/\n\d+ \d+\n.*#$/);
    const sizes = async (): Promise<readonly string[]> => (await terminal().text()).match(/^\d+ \d+$/gm) ?? [];
    const [before] = await sizes();
    await workbench().page.setViewportSize({ width: 1000, height: 800 });
    await eventually(async () => {
      await terminal().type('stty size\n');
      await eventually(async () => assert.notEqual((await sizes()).at(-1), before), 3_000);
    });
    assert.doesNotMatch(await terminal().text(), /stty rows/);
  });

  it('says that the connection was cut, and connects again by Enter', async () => {
    await openShell('landing');
    await workbench().run('keylessContainers.test.cutSockets');
    await terminal().shows(/\* The connection was cut\. Press Enter to connect again\.$/);
    await terminal().type('\n');
    await terminal().shows(/connect again\.\n#$/);
  });

  it('says that the group was stopped or deleted', async () => {
    await openShell('landing');
    await workbench().run('keylessContainers.test.elsewhere', 'stop', await idOf('landing'));
    await terminal().shows(/\* The container group landing is stopped\. Press Enter to connect again\.$/);
    await terminal().type('\n');
    await terminal().shows(/stopped\.[^]*is stopped\. Press Enter/);
    await workbench().run('workbench.action.terminal.killAll');
    await openShell('ledger');
    await workbench().run('keylessContainers.test.elsewhere', 'delete', await idOf('ledger'));
    await terminal().shows(/\* The container group ledger has been deleted\.$/);
  });

  it('says of a container that has ended with which exit code it did', async () => {
    workbench().start('keylessContainers.openShell', await idOf('nightly-report-old'));
    await terminal().shows(/\* The container report has ended with exit code 1\. Press Enter to connect again\.$/);
  });

  it('waits where Azure is at work on the group, until it is not or Ctrl+C gives up', async () => {
    const atWork = async (times: number): Promise<void> => {
      const body = { error: { code: 'ContainerGroupTransitioning', message: 'The container group is still transitioning.' } };
      await workbench().run('keylessContainers.test.fault', { kind: 'status', status: 409, body, match: { path: '/exec$' }, times });
    };
    await atWork(3);
    workbench().start('keylessContainers.openShell', await idOf('landing'));
    // The image has no bash: once its other shell is tried, nothing of what was said is left.
    await terminal().shows(/\* Azure is at work on the container group\. Waiting for it; Ctrl\+C gives up\.|^#$/);
    await prompted();
    await workbench().run('workbench.action.terminal.killAll');
    await atWork(1000);
    workbench().start('keylessContainers.openShell', await idOf('landing'));
    await terminal().shows(/^\n?\* Azure is at work on the container group\. Waiting for it; Ctrl\+C gives up\.$/);
    await workbench().picture('waiting for a shell');
    await terminal().type('');
    await terminal().press('Control+c');
    await terminal().shows(/gives up\.\n+\* Not connected\. Press Enter to connect again\.$/);
    await workbench().run('keylessContainers.test.clearFaults');
    await terminal().type('\n');
    await prompted();
  });

  /** Until the group's state has been read, its rows are read anew, and a menu might lose the row that it is of. */
  async function expandStorefront(): Promise<void> {
    const tree = workbench().tree('Keyless Containers');
    await tree.expand(...groups, 'storefront');
    await eventually(async () => {
      const row = (await tree.rows()).find(({ label, level }) => label === 'storefront' && level === 4);
      assert.match(row?.description ?? '', /^Running/);
    });
  }

  it('runs a command with its arguments, and says its exit status', async () => {
    for (const [command, shown] of [
      [`echo "it's   here" && cat /etc/hostname`, /^it's {3}here\nSandboxHost-\w+\n\n\* Exit status 0: it succeeded\./],
      ['cat /gone', /^cat: \/gone: No such file or directory\n\n\* Exit status 1: it failed\./],
      ['nonsense --flag', /not found\n\n\* Exit status 127: there is no such program\./],
    ] as const) {
      await expandStorefront();
      await workbench()
        .tree('Keyless Containers')
        .chooseFromMenu([...groups, 'storefront', 'storefront'], 'Run Command');
      await workbench().quickInput.type(command);
      await workbench().page.keyboard.press('Enter');
      await terminal().shows(shown);
      assert.doesNotMatch(await terminal().text(), /keyless|trap/, 'nothing of how it was done');
      await terminal().type('q');
      await terminal().waitUntilClosed();
    }
  });

  it('ends a command by Ctrl+C and says by which signal', async () => {
    await expandStorefront();
    await workbench()
      .tree('Keyless Containers')
      .chooseFromMenu([...groups, 'storefront', 'storefront'], 'Run Command');
    await workbench().quickInput.type('echo begun; sleep infinity; echo never');
    await workbench().page.keyboard.press('Enter');
    await terminal().shows(/^begun/);
    await terminal().type('');
    await terminal().press('Control+c');
    await terminal().shows(/\* Exit status 130: ended by signal 2\./);
    assert.doesNotMatch(await terminal().text(), /never/);
  });

  it('says that nobody knows what became of a command whose connection was cut', async () => {
    workbench().start('keylessContainers.runCommand', await idOf('landing'));
    await workbench().quickInput.type('echo begun; sleep infinity');
    await workbench().page.keyboard.press('Enter');
    await terminal().shows(/^begun/);
    await workbench().run('keylessContainers.test.cutSockets');
    await terminal().shows(/^begun[^]*\* The connection was cut\. Whether the command has run to its end is not known\./);
  });

  it('attaches to a container and shows what it writes, and takes no input', async () => {
    await expandStorefront();
    workbench().start('keylessContainers.attach', await idOf('storefront'));
    await workbench().quickInput.pick('storefront');
    await terminal().shows(/\* Attached to storefront: what it writes from now on\. It takes no input\./);
    await workbench().run('keylessContainers.test.advance', 30_000);
    await terminal().shows(/"GET \/\S* HTTP\/1\.1" \d+/);
  });

  it('offers a shell of what runs alone', async () => {
    const tree = workbench().tree('Keyless Containers');
    await tree.expand(...groups, 'payments-api');
    const offered = async (...path: readonly string[]): Promise<boolean> => {
      const menu = await tree.menu(...groups, ...path);
      await workbench().page.keyboard.press('Escape');
      return menu.includes('Open Shell');
    };
    await eventually(async () => assert.equal(await offered('storefront'), true));
    await eventually(async () => assert.equal(await offered('storefront-preview'), false));
  });

  it('reaches a container of an account over the network', async () => {
    const signing = new SigningIn(workbench);
    await signing.chooseCloud();
    await signing.byServicePrincipal();
    await signing.takeSubscriptions();
    await signing.opened(/ · Local$/);
    try {
      const { world, terminals } = signInCloud().open.sandbox;
      workbench().start('keylessContainers.openShell', Object.values(world.containerGroups).find(({ name }) => name === 'landing')?.id);
      await prompted();
      await terminal().type('hostname\n');
      await terminal().shows(/\nSandboxHost-\w+\n#$/);
      terminals.cut();
      await terminal().shows(/\* The connection was cut\./);
    } finally {
      await signing.out();
    }
  });
});
