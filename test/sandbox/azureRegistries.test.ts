import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { resourceId } from '../../src/model/resourceId';
import { roles } from '../../src/model/roles';
import { idOf, openAzure } from './openAzure';

describe('the SDK against the sandbox: registries', () => {
  it('makes, finds and deletes a registry in the mode that was asked for', async () => {
    const { azure, production, open } = openAzure();
    const id = resourceId(production, 'rg-platform', 'Microsoft.ContainerRegistry/registries', 'madebytest');
    assert.deepEqual(await azure.registries.checkName(production, 'madebytest'), { available: true });
    await azure.registries.put(id, { location: 'westeurope', sku: 'Premium', mode: 'abac', tags: { by: 'test' } });
    open.sandbox.clock.advance(600_000);
    const made = await azure.registries.get(id);
    assert.deepEqual([made?.mode, made?.sku, made?.adminUserEnabled, made?.provisioningState], ['abac', 'Premium', false, 'Succeeded']);
    assert.equal(made?.loginServer, 'madebytest.azurecr.io');
    assert.equal((await azure.registries.checkName(production, 'madebytest')).available, false);
    await azure.registries.delete(id);
    open.sandbox.clock.advance(600_000);
    assert.equal(await azure.registries.get(id), undefined);
    await azure.registries.delete(id);
  });

  it('tells the admin user’s passwords, and only where there is one', async () => {
    const world = openAzure();
    const { azure } = world;
    const { username, passwords } = await azure.registries.credentials(idOf(world, 'registries', 'contoso'));
    assert.equal(username, 'contoso');
    assert.equal(new Set(passwords).size, 2);
    await assert.rejects(azure.registries.credentials(idOf(world, 'registries', 'contosovault')), {
      code: 'UnAuthorizedForCredentialOperations',
    });
  });

  it('says why a name cannot be had', async () => {
    const { azure, production } = openAzure();
    const { available, reason } = await azure.registries.checkName(production, 'contoso');
    assert.equal(available, false);
    assert.match(reason ?? '', /contoso.*already in use/);
  });

  it("reads every kind of the world's registries", async () => {
    const { azure, production } = openAzure();
    const registries = new Map((await azure.registries.list(production)).map((registry) => [registry.name, registry]));
    const classic = registries.get('contoso');
    assert.deepEqual([classic?.mode, classic?.adminUserEnabled, classic?.selectedNetworksOnly], ['legacy', true, false]);
    const abac = registries.get('contosoabac');
    assert.deepEqual([abac?.mode, abac?.acceptsArmTokens], ['abac', false]);
    const vault = registries.get('contosovault');
    assert.deepEqual([vault?.selectedNetworksOnly, vault?.trustedServicesBypass], [true, true]);
    assert.match(registries.get('contosodnl')?.loginServer ?? '', /^contosodnl-[0-9a-z]+\.azurecr\.io$/);
  });

  it('changes what it is asked to, and leaves the rest', async () => {
    const world = openAzure();
    const id = idOf(world, 'registries', 'contosovault');
    const before = await world.azure.registries.get(id);
    await world.azure.registries.update(id, { trustedServicesBypass: false, publicNetworkAccess: false, acceptsArmTokens: false });
    world.open.sandbox.clock.advance(600_000);
    const changed = { trustedServicesBypass: false, publicNetworkAccess: false, acceptsArmTokens: false };
    assert.deepEqual(await world.azure.registries.get(id), { ...before, ...changed });
    assert.ok(before?.trustedServicesBypass);
  });

  it('imports an image and waits for the end', async () => {
    const world = openAzure();
    const id = idOf(world, 'registries', 'contoso');
    const image = { sourceServer: 'mcr.microsoft.com', sourceImage: 'azuredocs/aci-helloworld:latest', targetTag: 'imported/hello:1' };
    // Every look at the operation finds the clock moved on.
    const azure = world.connect({ log: () => world.open.sandbox.clock.advance(60_000) });
    await azure.registries.importImage(id, image);
    assert.ok(await world.azure.images.manifest('contoso.azurecr.io', 'imported/hello', '1'));
  });

  it('refuses to import what is not there, with a code', async () => {
    const world = openAzure();
    const image = { sourceServer: 'mcr.microsoft.com', sourceImage: 'no/such:1', targetTag: 'no/such:1' };
    await assert.rejects(world.azure.registries.importImage(idOf(world, 'registries', 'contoso'), image), (error) => {
      assert.ok(AppError.is(error) && !AppError.is(error, 'Unknown'), String(error));
      return true;
    });
  });
});

describe("the SDK against the sandbox: a registry's images", () => {
  it('lists repositories, page after page', async () => {
    const { azure } = openAzure({ pageSize: 2 });
    const names: string[] = [];
    let next: string | undefined;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof azure.images.repositories>> = await azure.images.repositories('contoso.azurecr.io', next);
      names.push(...page.items);
      next = page.next;
      pages++;
    } while (next !== undefined);
    assert.ok(pages > 1);
    assert.ok(['web/storefront', 'jobs/nightly-report'].every((name) => names.includes(name)));
    assert.equal(new Set(names).size, names.length);
  });

  it('lists tags, the last updated first', async () => {
    const { azure } = openAzure();
    const { items } = await azure.images.tags('contoso.azurecr.io', 'web/storefront');
    assert.deepEqual(items.map(({ name }) => name).sort(), ['1.4.0', '1.5.0', '1.6.2', 'latest']);
    const updated = items.map(({ updatedOn }) => updatedOn);
    assert.deepEqual(updated, [...updated].sort().reverse());
    assert.match(items[0]?.digest ?? '', /^sha256:[0-9a-f]{64}$/);
  });

  it('reads a manifest by tag and by digest: one platform, or several', async () => {
    const { azure } = openAzure();
    const several = await azure.images.manifest('contoso.azurecr.io', 'web/storefront', 'latest');
    assert.deepEqual(several?.platforms.map(({ os, architecture }) => `${os}/${architecture}`).sort(), ['linux/amd64', 'linux/arm64']);
    assert.equal(several?.size, undefined);
    assert.deepEqual([...(several?.tags ?? [])].sort(), ['1.6.2', 'latest']);
    const one = await azure.images.manifest('contoso.azurecr.io', 'web/admin', 'latest');
    assert.deepEqual(one?.platforms, [{ os: 'linux', architecture: 'amd64' }]);
    assert.ok((one?.size ?? 0) > 0);
    assert.deepEqual(await azure.images.manifest('contoso.azurecr.io', 'web/admin', one?.digest ?? ''), one);
  });

  for (const [repository, reference] of [
    ['web/storefront', 'missing'],
    ['web/storefront', `sha256:${'0'.repeat(64)}`],
    ['no/such', 'latest'],
  ] as const) {
    it(`has no ${repository} at ${reference.slice(0, 12)}`, async () => {
      assert.equal(await openAzure().azure.images.manifest('contoso.azurecr.io', repository, reference), undefined);
    });
  }

  it("tells a registry's firewall from a missing role", async () => {
    const { azure } = openAzure();
    await assert.rejects(azure.images.repositories('contosovault.azurecr.io'), (error) => AppError.is(error, 'DENIED'));
    await assert.rejects(azure.images.repositories('contosoabac.azurecr.io'), (error) => AppError.is(error, 'UNAUTHORIZED'));
  });

  it('lets in with a role that was given after a refusal', async () => {
    const world = openAzure();
    const { azure, open } = world;
    await assert.rejects(azure.images.repositories('contosoabac.azurecr.io'), (error) => AppError.is(error, 'UNAUTHORIZED'));
    const { objectId } = await azure.signedIn();
    const name = '11111111-2222-4333-8444-555555555555';
    const lister = { name, principalId: objectId, principalType: 'User', roleId: roles.catalogLister.id } as const;
    await azure.access.assign(idOf(world, 'registries', 'contosoabac'), lister);
    open.sandbox.clock.advance(600_000);
    assert.ok((await azure.images.repositories('contosoabac.azurecr.io')).items.includes('team-a/orders'));
  });
});
