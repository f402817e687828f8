import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { field, textAt } from '../../src/sandbox/field';
import { personaId } from '../../src/sandbox/personas';
import type { SandboxWorkspace } from '../../src/sandbox/world';
import { addWorkspace, workspaceKeys } from '../../src/sandbox/workspaces';
import { Fixture } from './groupFixture';

const version = { apiVersion: '2023-09-01' };

function withWorkspace(): { fixture: Fixture; workspace: SandboxWorkspace } {
  const fixture = new Fixture();
  const place = { subscriptionId: fixture.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  return { fixture, workspace: addWorkspace(fixture.world, { ...place, name: 'logs' }) };
}

function logging(fixture: Fixture, workspace: SandboxWorkspace, workspaceKey: string): ContainerGroupDefinition {
  const definition = fixture.publicDefinition();
  const logAnalytics = { workspaceId: workspace.customerId, workspaceKey };
  return { ...definition, properties: { ...definition.properties, diagnostics: { logAnalytics } } };
}

describe('Log Analytics in the sandbox', () => {
  it('shows a workspace, and its keys only to who may have them', async () => {
    const { fixture, workspace } = withWorkspace();
    const read = await fixture.ask('GET', workspace.id, undefined, version);
    assert.equal(textAt(read.body, 'properties', 'customerId'), workspace.customerId);
    const keys = await fixture.ask('POST', `${workspace.id}/sharedKeys`, undefined, version);
    assert.deepEqual(Object.values(keys.body), workspaceKeys(workspace));
    const refused = await fixture.ask('POST', `${workspace.id}/sharedKeys`, undefined, { ...version, as: personaId('reader') });
    assert.equal(textAt(refused.body, 'error', 'code'), 'AuthorizationFailed');
    assert.equal((await fixture.ask('GET', `${workspace.id}x`, undefined, version)).status, 404);
  });

  for (const [which, keyOf] of [
    ['the right key', (workspace: SandboxWorkspace) => workspaceKeys(workspace)[0]],
    ['a wrong key', () => 'd3Jvbmc='],
  ] as const) {
    it(`lets a group run that logs with ${which}, and does not give the key back`, async () => {
      const { fixture, workspace } = withWorkspace();
      const made = await fixture.put(logging(fixture, workspace, keyOf(workspace)));
      assert.equal(made.status, 201);
      fixture.pass(60);
      const running = await fixture.get();
      assert.equal(textAt(running.body, 'properties', 'instanceView', 'state'), 'Running');
      for (const { body } of [made, running]) {
        assert.deepEqual(field(body, 'properties', 'diagnostics'), { logAnalytics: { workspaceId: workspace.customerId } });
      }
    });
  }
});
