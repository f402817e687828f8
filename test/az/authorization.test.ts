/** Microsoft's own `az` on who may do what in the sandbox's cloud: custom roles, locks, deny assignments. */
import assert from 'node:assert/strict';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { startCloud } from '../../src/sandbox/server/startCloud';
import { Az } from './az';

const group = 'myResourceGroup';

describe('az on access in the sandbox', () => {
  let cloud: Cloud;
  let az: Az;
  let scope = '';

  before(async function () {
    await Az.orSkip(this);
    cloud = await startCloud({ speed: 60 });
    az = await Az.at(cloud);
    await az.register();
    await az.signInWithSecret();
    scope = await az.value('id', 'group', 'create', '--name', group, '--location', 'eastus');
  });
  after(async () => {
    await (az as Az | undefined)?.close();
    await (cloud as Cloud | undefined)?.close();
  });

  it('makes a custom role, finds it by its name, assigns it, and deletes it once it is assigned no longer', async () => {
    const definition = {
      Name: 'Puller',
      Description: 'Pulls.',
      Actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
      AssignableScopes: [scope],
    };
    await az.text('role', 'definition', 'create', '--role-definition', await az.file('role.json', JSON.stringify(definition)));
    const found = ['role', 'definition', 'list', '--name', 'Puller', '--resource-group', group];
    assert.equal(await az.value('[].roleType', ...found), 'CustomRole');
    await az.text('identity', 'create', '--resource-group', group, '--name', 'puller');
    const principalId = await az.value('principalId', 'identity', 'show', '--resource-group', group, '--name', 'puller');
    const whose = ['--assignee-object-id', principalId, '--assignee-principal-type', 'ServicePrincipal'];
    await az.text('role', 'assignment', 'create', ...whose, '--scope', scope, '--role', 'Puller');
    const remove = ['role', 'definition', 'delete', '--name', 'Puller', '--resource-group', group];
    await assert.rejects(az.text(...remove), /RoleDefinitionHasAssignments/);
    await az.text('role', 'assignment', 'delete', '--assignee', principalId, '--scope', scope, '--role', 'Puller');
    await az.text(...remove);
    assert.equal(await az.value('[].roleName', ...found), '');
  });

  it('locks a group, is refused to delete what is in it, and unlocks it', async () => {
    await az.text('lock', 'create', '--name', 'keep', '--lock-type', 'CanNotDelete', '--resource-group', group, '--notes', 'Ask Olivia.');
    assert.equal(await az.value('[].[name, level, notes]', 'lock', 'list', '--resource-group', group), 'keep\tCanNotDelete\tAsk Olivia.');
    await az.text('identity', 'create', '--resource-group', group, '--name', 'kept');
    const remove = ['identity', 'delete', '--resource-group', group, '--name', 'kept'];
    await assert.rejects(az.text(...remove), /ScopeLocked/);
    await az.text('lock', 'delete', '--name', 'keep', '--resource-group', group);
    await az.text(...remove);
  });

  it('lists no deny assignments where there are none', async () => {
    const url = `${cloud.ready.resourceManager}${scope}/providers/Microsoft.Authorization/denyAssignments?api-version=2022-04-01`;
    assert.deepEqual(await az.json('rest', '--method', 'get', '--url', url), { value: [] });
  });
});
