import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { resourceId } from '../../src/model/resourceId';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

function groupId({ production }: OpenAzure, name: string): string {
  return resourceId(production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', name);
}

/** Pulls from the classic registry as `id-web`, which may. */
function storefront(world: OpenAzure): ContainerGroupDefinition {
  const identity = idOf(world, 'identities', 'id-web');
  return {
    location: 'westeurope',
    tags: { by: 'test' },
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
    properties: {
      osType: 'Linux',
      restartPolicy: 'Always',
      imageRegistryCredentials: [{ server: 'contoso.azurecr.io', identity }],
      containers: [
        {
          name: 'web',
          properties: { image: 'contoso.azurecr.io/web/storefront:latest', resources: { requests: { cpu: 0.5, memoryInGB: 1 } } },
        },
      ],
    },
  };
}

async function stateOf({ azure }: OpenAzure, id: string): Promise<string | undefined> {
  return (await azure.containerGroups.get(id))?.definition.properties.instanceView?.state;
}

describe('the SDK against the sandbox: container groups', () => {
  it('deploys, watches, stops, starts, restarts and deletes a group', async () => {
    const world = openAzure();
    const { azure, open } = world;
    const id = groupId(world, 'made');
    const later = (): void => open.sandbox.clock.advance(300_000);
    assert.equal(await azure.containerGroups.get(id), undefined);
    const accepted = await azure.containerGroups.put(id, storefront(world));
    assert.equal(accepted.definition.properties.provisioningState, 'Pending');
    later();
    assert.equal(await stateOf(world, id), 'Running');
    assert.match(await azure.containerGroups.logs(id, 'web', { tail: 5 }), /\S/);
    await azure.containerGroups.stop(id);
    later();
    assert.equal(await stateOf(world, id), 'Stopped');
    await azure.containerGroups.start(id);
    later();
    assert.equal(await stateOf(world, id), 'Running');
    await azure.containerGroups.restart(id);
    later();
    assert.equal(await stateOf(world, id), 'Running');
    await azure.containerGroups.delete(id);
    assert.equal(await azure.containerGroups.get(id), undefined);
    await azure.containerGroups.delete(id);
  });

  it('sends one request for a PUT that takes long', async () => {
    const world = openAzure();
    const before = world.open.sandbox.log.length;
    await world.azure.containerGroups.put(groupId(world, 'made'), storefront(world));
    assert.deepEqual(
      world.open.sandbox.log.slice(before).map(({ method, status }) => [method, status]),
      [['PUT', 201]],
    );
  });

  it('lists groups, without their states', async () => {
    const world = openAzure();
    const groups = await world.azure.containerGroups.list(world.production);
    assert.ok(groups.length > 3);
    for (const { id, name, location, definition } of groups) {
      assert.ok(id && name && location);
      assert.ok(definition.properties.containers.length > 0);
      assert.equal(definition.properties.instanceView, undefined);
    }
  });

  it('tells what a region has left and what it can run', async () => {
    const { azure, production } = openAzure();
    const usages = await azure.containerGroups.usages(production, 'westeurope');
    const groups = usages.find(({ name }) => name === 'ContainerGroups');
    assert.ok(groups && groups.limit > groups.current && groups.current > 0);
    const capabilities = await azure.containerGroups.capabilities(production, 'westeurope');
    assert.ok(capabilities.some(({ osType, maxCpu, maxMemoryInGB }) => osType === 'Linux' && maxCpu > 0 && maxMemoryInGB > 0));
  });

  it("passes Azure's refusal of an image on", async () => {
    const world = openAzure();
    const definition = storefront(world);
    for (const { properties } of definition.properties.containers) properties.image = 'contoso.azurecr.io/web/storefront:missing';
    await assert.rejects(world.azure.containerGroups.put(groupId(world, 'made'), definition), (error) => {
      assert.ok(AppError.is(error, 'InaccessibleImage'), String(error));
      assert.equal(error.more.status, 400);
      return true;
    });
    assert.equal(await world.azure.containerGroups.get(groupId(world, 'made')), undefined);
  });

  it('passes on that a provider is not registered', async () => {
    const world = openAzure();
    const id = resourceId(world.development, 'rg-dev', 'Microsoft.ContainerInstance/containerGroups', 'made');
    await assert.rejects(world.azure.containerGroups.put(id, storefront(world)), (error) => {
      assert.ok(AppError.is(error, 'MissingSubscriptionRegistration'), String(error));
      assert.deepEqual(error.userMessage.args, { namespace: 'Microsoft.ContainerInstance' });
      return true;
    });
  });
});
