/** The same cloud, by clicks and by `az`: what the one made, the other shows. */
import assert from 'node:assert/strict';
import { sameId } from '../../src/model/resourceId';
import { Az } from '../az/az';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { SigningIn } from './harness/signingIn';
import { cliOfWindows, freshWindow, signInCloud } from './harness/window';

const minute = 60_000;

describe('az beside the window', () => {
  const workbench = freshWindow();
  const asking = new Asking(workbench);
  const signing = new SigningIn(workbench);
  const tree = () => workbench().tree('Keyless Containers');
  let az: Az;

  before(async function () {
    await Az.orSkip(this);
    az = cliOfWindows();
    await az.register();
    await az.signInWithSecret();
  });

  beforeEach(() => signing.chooseCloud());
  afterEach(() => signing.out());
  afterEach(() => void (signInCloud().open.sandbox.world.propagationMs = minute));

  it('shows the container group that was deployed by clicks, with its new identity, running', async () => {
    const { sandbox } = signInCloud().open;
    // As long as it may take in Azure: however slow the machine, the deployment comes before it.
    sandbox.world.propagationMs = 10 * minute;
    await signing.byServicePrincipal();
    await workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
    await workbench().quickInput.pick(/Contoso Development/);
    await workbench().quickInput.button('OK').click();
    await tree().expand('Registries');
    await tree().chooseFromMenu(['Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await asking.choose(/3\/\d/, /Create a new identity/);
    await asking.answer(/4\/\d/, 'clicked-pull');
    await asking.answer(/5\/\d/, 'clicked');
    await asking.choose(/6\/\d/, /rg-web/);
    await asking.page(/Deploy container group clicked/);
    await workbench().page.locator('.editor-actions').first().getByRole('button', { name: 'Deploy' }).click();
    await asking.page(/Stop Waiting[^]*InaccessibleImage/);
    sandbox.clock.advance(sandbox.world.propagationMs);
    await workbench()
      .notifications.with(/clicked is deployed/)
      .waitFor({ timeout: 60_000 });
    await asking.page(/✓ Done\./);
    await tree().expand('Container groups');
    await eventually(async () => {
      const row = (await tree().rows()).find(({ label }) => label === 'clicked');
      assert.match(row?.description ?? '', /^Running/);
    });
    await workbench().picture('deployed to a cloud that az asks');

    const identity = await az.value('id', 'identity', 'show', '--resource-group', 'rg-web', '--name', 'clicked-pull');
    const shown = (await az.json('container', 'show', '--resource-group', 'rg-web', '--name', 'clicked')) as Shown;
    const [attached = '', ...others] = Object.keys(shown.identity.userAssignedIdentities);
    assert.ok(sameId(attached, identity), attached);
    assert.deepEqual(others, []);
    const [credential, ...more] = shown.imageRegistryCredentials;
    assert.equal(credential?.server, `contoso${signInCloud().ready.registrySuffix}`);
    assert.ok(sameId(credential.identity, identity), credential.identity);
    assert.deepEqual(more, []);
    assert.equal(shown.instanceView.state, 'Running');
  });

  it('signs in as whoever az is signed in as, and says how to where nobody is any longer', async () => {
    await signing.start(/Azure CLI/);
    await signing.takeSubscriptions();
    await signing.opened(new RegExp(`^${signInCloud().ready.clientId} · Local$`));
    await tree().find('Contoso Production');
    await workbench().picture('signed in by az');
    await az.text('logout');
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await tree().select('Sign in again');
    await eventually(async () =>
      assert.match(
        await workbench()
          .page.locator('.terminal-tab, .terminal-tabs-entry, .single-terminal-tab')
          .allInnerTexts()
          .then((texts) => texts.join()),
        /az login/,
      ),
    );
    await workbench().picture('signed out by az');
    await workbench().run('workbench.action.terminal.killAll');
    await workbench().run('workbench.action.closePanel');
  });
});

/** Of what `az container show` prints. */
interface Shown {
  readonly identity: { readonly userAssignedIdentities: Readonly<Record<string, unknown>> };
  readonly imageRegistryCredentials: readonly { readonly server: string; readonly identity: string }[];
  readonly instanceView: { readonly state: string };
}
