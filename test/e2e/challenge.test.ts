/** What only a person can answer: a second factor that a tenant or a service wants. They are asked at a click, once, and never out of the blue. */
import assert from 'node:assert/strict';
import { addGuestTenant } from '../../src/sandbox/personas';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { SigningIn } from './harness/signingIn';
import { freshWindow, signInCloud } from './harness/window';

const claims = JSON.stringify({ access_token: { acrs: { essential: true, values: ['p1'] } } });
const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;

describe('a second factor', () => {
  const workbench = freshWindow();
  const asking = new Asking(workbench);
  const signing = new SigningIn(workbench);
  const tree = () => workbench().tree('Keyless Containers');
  const dialogs = () => workbench().page.locator('.monaco-dialog-box');
  const sandbox = () => signInCloud().open.sandbox;

  async function labels(): Promise<readonly string[]> {
    return (await tree().rows()).filter(({ level }) => level === 1).map(({ label }) => label);
  }

  beforeEach(() => signing.chooseCloud());
  afterEach(async () => {
    await signing.out();
    const { world, faults } = sandbox();
    faults.clear();
    delete world.writesNeedSecondFactor;
    delete world.otherTenants;
    for (const { id, tenantId } of Object.values(world.subscriptions)) if (tenantId !== undefined) delete world.subscriptions[id];
  });

  it('that one tenant wants leaves the others in sight, and is given at a click', async () => {
    addGuestTenant(sandbox().world, 'Fabrikam', 'owner', true);
    await signing.byDeviceCode();
    await workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
    await workbench().picture('sign in tenant that wants more');
    await signing.takeSubscriptions();
    await signing.opened(/^Olivia Owner · Local$/);
    await tree().find('Sign in to Fabrikam');
    assert.deepEqual(await labels(), ['Contoso Development', 'Contoso Production', 'Sign in to Fabrikam']);
    await tree().expand('Contoso Production', 'Registries');
    await tree().find('Contoso Production', 'Registries', 'contoso');
    await workbench().picture('tenant that wants more');
    await workbench().run('keylessContainers.refresh');
    await tree().find('Sign in to Fabrikam');
    assert.equal(await dialogs().count(), 0);
    await tree().select('Sign in to Fabrikam');
    await signing.enterCode();
    await tree().find('Fabrikam');
    assert.deepEqual(await labels(), ['Contoso Development', 'Contoso Production', 'Fabrikam']);
    await workbench().picture('tenant that got more');
  });

  it('that a service demands of a list is asked for at a click, and no second time where the service is not content', async () => {
    await signing.byDeviceCode();
    await signing.takeSubscriptions();
    await signing.opened(/^Olivia Owner · Local$/);
    await tree().find('Contoso Production');
    sandbox().faults.add({
      kind: 'status',
      status: 401,
      headers: { 'www-authenticate': challenge },
      body: { error: { code: 'InvalidAuthenticationToken', message: 'More is demanded.' } },
      match: { method: 'GET', path: /\/registries$/ },
      times: 1000,
    });
    const challenged = () => sandbox().log.filter(({ status, path }) => status === 401 && path.endsWith('/registries')).length;
    const before = challenged();
    await tree().expand('Contoso Production', 'Registries');
    await tree().find('Contoso Production', 'Registries', 'Sign in again');
    await workbench().picture('claims challenge');
    await workbench().run('keylessContainers.refresh');
    await eventually(() => assert.equal(challenged() - before, 2));
    await tree().find('Contoso Production', 'Registries', 'Sign in again');
    assert.equal(await dialogs().count(), 0);
    await tree().select('Contoso Production', 'Registries', 'Sign in again');
    await signing.enterCode();
    await tree().find('Contoso Production', 'Registries', 'Could not be read');
    assert.equal(await dialogs().count(), 0);
    assert.equal(challenged() - before, 4, 'the older token, and the one that the person has given more for');
    sandbox().faults.clear();
    await workbench().run('keylessContainers.refresh');
    await tree().find('Contoso Production', 'Registries', 'contoso');
  });

  it('that Azure demands of whoever writes is given where a plan stopped, and the plan goes on', async () => {
    sandbox().world.writesNeedSecondFactor = true;
    await signing.byDeviceCode();
    await signing.takeSubscriptions();
    await signing.opened(/^Olivia Owner · Local$/);
    await tree().expand('Contoso Production', 'Registries');
    await tree().chooseFromMenu(['Contoso Production', 'Registries', 'contosoabac'], 'Grant Access…');
    await asking.choose(/Grant Access/, /Pull images/);
    await asking.choose(/Grant Access/, /This registry/);
    await asking.chooseSeveral(/Grant Access/, /id-new-service/);
    await asking.page(/Grant Container Registry Repository Reader on contosoabac to id-new-service/);
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Let id-new-service pull from contosoabac stopped: This tenant asks you to sign in again/)
      .waitFor();
    assert.equal(await dialogs().count(), 0);
    await workbench().picture('plan that wants more');
    await workbench().notifications.click(/stopped/, 'Sign In and Continue');
    await signing.enterCode();
    await workbench()
      .notifications.with(/Let id-new-service pull from contosoabac: granted/)
      .waitFor();
    await asking.page(/✓ Done\./);
  });
});
