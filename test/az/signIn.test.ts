import assert from 'node:assert/strict';
import { Az } from './az';

describe('az signed in with a device code', () => {
  let az: Az;

  before(async function () {
    await Az.orSkip(this);
    az = await Az.start('reader');
    await az.signInWithCode();
  });
  after(() => (az as Az | undefined)?.close());

  it('is the person as whom the sandbox was started', async () => {
    assert.equal(await az.value('user.name', 'account', 'show'), 'rita@contoso.example');
    assert.equal(await az.value('displayName', 'ad', 'signed-in-user', 'show'), 'Rita Reader');
  });

  it('has the rights of that person, and no other', async () => {
    assert.match(await az.value('[].name', 'group', 'list'), /^rg-web$/m);
    await assert.rejects(az.text('group', 'create', '--name', 'mine', '--location', 'eastus'), /AuthorizationFailed/);
  });
});
