import assert from 'node:assert/strict';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { startCloud } from '../../src/sandbox/server/startCloud';
import { Az } from './az';

describe('az signed in with a device code', () => {
  let cloud: Cloud;
  let az: Az;

  before(async function () {
    await Az.orSkip(this);
    cloud = await startCloud({ persona: 'reader' });
    az = await Az.at(cloud);
    await az.register();
    await az.signInWithCode();
  });
  after(async () => {
    await (az as Az | undefined)?.close();
    await (cloud as Cloud | undefined)?.close();
  });

  it('is the person as whom the sandbox was started', async () => {
    assert.equal(await az.value('user.name', 'account', 'show'), 'rita@contoso.example');
    assert.equal(await az.value('displayName', 'ad', 'signed-in-user', 'show'), 'Rita Reader');
  });

  it('has the rights of that person, and no other', async () => {
    assert.match(await az.value('[].name', 'group', 'list'), /^rg-web$/m);
    await assert.rejects(az.text('group', 'create', '--name', 'mine', '--location', 'eastus'), /AuthorizationFailed/);
  });
});
