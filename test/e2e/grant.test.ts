import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';

describe('granting access', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await contoso.show();
  });

  /** From a registry's menu: what, on the registry as a whole, to identities. */
  async function grantFrom(registry: string, what: RegExp, ...identities: readonly RegExp[]): Promise<void> {
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', registry], 'Grant Access…');
    await asking.choose(/Grant Access \(1\/3\)/, what);
    await asking.choose(/Grant Access \(2\/3\)/, /This registry/);
    await asking.chooseSeveral(/Grant Access \(3\/3\)/, ...identities);
  }

  async function run(told: RegExp): Promise<void> {
    await workbench().run('keylessContainers.runPlan');
    await workbench().notifications.with(told).waitFor({ timeout: 60_000 });
  }

  async function button(name: string): Promise<void> {
    await workbench().webview().frame.getByRole('button', { name }).click();
  }

  it('grants Repository Reader on an ABAC registry from its menu, and the tree shows it', async () => {
    await contoso.open();
    await grantFrom('contosoabac', /Pull images/, /id-new-service/);
    await asking.page(/Grant Container Registry Repository Reader on contosoabac to id-new-service/);
    await workbench().picture('grant review');
    await run(/Let id-new-service pull from contosoabac: granted/);
    await tree().expand(production, 'Managed identities', 'id-new-service', 'Roles');
    await eventually(async () => {
      const labels = (await tree().rows()).map(({ label }) => label);
      assert.ok(labels.includes('Container Registry Repository Reader'), labels.join(' | '));
    });
  });

  it('offers the identities that could be read, and says of which subscription they could not', async () => {
    await contoso.open();
    await tree().expand(production, 'Registries');
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } };
    const id = String(await workbench().run('keylessContainers.test.subscriptionId', 'Contoso Development'));
    const path = `^/subscriptions/${id}/providers/Microsoft.ManagedIdentity/`;
    await workbench().run('keylessContainers.test.fault', { kind: 'status', status: 403, body, match: { path } });
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Grant Access…');
    await asking.choose(/1\/3/, /Pull images/);
    await asking.choose(/2\/3/, /This registry/);
    const { quickInput } = workbench();
    await quickInput.waitUntilOpen(/3\/3/);
    await quickInput.type('id-new-service');
    const labels = async () => (await quickInput.items()).map(({ label }) => label).join(' | ');
    await eventually(async () => assert.match(await labels(), /id-new-service.*Contoso Development could not be read/));
    await workbench().picture('grant with a subscription unread');
  });

  it('says that nothing is left to be granted where the grant is there already', async () => {
    await contoso.open();
    await grantFrom('contoso', /Pull images/, /id-web/);
    await workbench()
      .notifications.with(/id-web can pull from contoso already, by AcrPull/)
      .waitFor();
    assert.deepEqual(await asking.writes(), []);
  });

  it('narrows to a prefix for several at once, and shows the condition that it is merged with before and after', async () => {
    await contoso.open();
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contosoabac'], 'Grant Access…');
    await asking.choose(/1\/3/, /Pull images/);
    await asking.choose(/2\/3/, /Only some repositories/);
    const { quickInput } = workbench();
    await quickInput.waitUntilOpen(/3\/4/);
    await quickInput.type('backend*');
    await eventually(async () => {
      const [only, another] = await quickInput.items();
      assert.deepEqual([only?.label.trim(), another], ['backend/', undefined]);
      assert.match(only?.detail ?? '', /without it, “backend” would also match “backend-infra\/…”/);
    });
    await quickInput.accept();
    assert.equal(await quickInput.count(), 0, 'what was not typed so is not taken by Enter alone');
    await asking.answer(/3\/4/, 'team-b/');
    await eventually(async () => assert.equal(await quickInput.count(), 1));
    await asking.answer(/3\/4/, 'web/storefront');
    await eventually(async () => assert.equal(await quickInput.count(), 2));
    await quickInput.accept();
    await asking.chooseSeveral(/4\/4/, /id-team-a/, /id-new-service/);
    const page = await asking.page(/Let id-team-a use Container Registry Repository Reader on more of contosoabac/);
    assert.match(page, /Condition now: Only repositories whose names begin so: team-a\/\*[^]*StringStartsWithIgnoreCase 'team-a\/'/);
    assert.match(
      page,
      /Condition afterwards: Only these repositories: web\/storefront, and those whose names begin so: team-a\/\*, team-b\/\*/,
    );
    assert.match(page, /Grant Container Registry Repository Reader on contosoabac to id-new-service, only under a condition/);
    await workbench().picture('grant merged');
    await run(/pull from contosoabac: granted/);
    await tree().expand(production, 'Managed identities', 'id-new-service', 'Roles');
    await eventually(async () => {
      const role = (await tree().rows()).find(({ label }) => label === 'Container Registry Repository Reader');
      assert.match(role?.description ?? '', /Only these repositories: web\/storefront, and those whose names begin so: team-b/);
    });
  });

  it('says why a classic registry can’t be narrowed, and shows what a condition gives way to', async () => {
    await contoso.open();
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Grant Access…');
    await asking.choose(/1\/3/, /Pull and push images/);
    await asking.choose(/2\/3/, /Only some repositories/);
    const { quickInput } = workbench();
    const refused = (await quickInput.items()).find(({ label }) => /Only some repositories/.test(label));
    assert.match(refused?.detail ?? '', /Not possible at contoso/);
    assert.match(await quickInput.title(), /2\/3/);
    await quickInput.cancel();
    await grantFrom('contosoabac', /Pull images/, /id-team-a/);
    const page = await asking.page(/Let id-team-a use Container Registry Repository Reader on all of contosoabac/);
    assert.match(page, /Condition now: [^]*'team-a\/'[^]*Condition afterwards: All repositories, without a condition/);
  });

  it('grants at the resource group, one role for each mode, and says which registries that reaches', async () => {
    await contoso.open();
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Grant Access…');
    await asking.choose(/1\/3/, /Pull and push images/);
    await asking.choose(/2\/3/, /All registries of the resource group/);
    await asking.chooseSeveral(/3\/3/, /id-new-service/);
    const page = await asking.page(
      /Grant AcrPush on rg-platform to id-new-service[^]*Grant Container Registry Repository Writer on rg-platform/,
    );
    assert.match(page, /Reaches these registries, and those to come: contoso, contosodnl[^]*those to come: contosoabac/);
  });

  it('creates a new identity in a new resource group from the palette', async () => {
    await contoso.open();
    await workbench().runByTitle('Keyless Containers: Grant Access…');
    await asking.choose(/1\/4/, /Pull images/);
    await asking.chooseSeveral(/2\/4/, /contosodnl/);
    await asking.choose(/3\/4/, /This registry/);
    await asking.chooseSeveral(/4\/4/, /Create a new identity/);
    await asking.answer(/5\/6/, 'id-made-here');
    await asking.choose(/6\/6/, /Create a new resource group/);
    await asking.answer(/7\/8/, 'rg-made-here');
    await asking.choose(/8\/8/, /North Europe/);
    await asking.page(
      /Create resource group rg-made-here in northeurope[^]*Create managed identity id-made-here[^]*Grant AcrPull on contosodnl/,
    );
    await run(/Let id-made-here pull from contosodnl: granted/);
  });

  it('grants from an identity, at several registries', async () => {
    await contoso.open();
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu([production, 'Managed identities', 'id-new-service'], 'Grant Access…');
    await asking.choose(/1\/3/, /Delete images/);
    await asking.chooseSeveral(/2\/3/, /contosovault/, /contosoabac/);
    await asking.choose(/3\/3/, /These registries/);
    await asking.page(
      /Grant Container Registry Repository Contributor on contosoabac to id-new-service[^]*Grant AcrDelete on contosovault to id-new-service/,
    );
  });

  it('grants from a container group: its registry and the identity that it pulls with are known', async () => {
    await contoso.open();
    await tree().expand(production, 'Container groups');
    await tree().chooseFromMenu([production, 'Container groups', 'weekly-report'], 'Grant Access…');
    await asking.choose(/1\/2/, /Pull images/);
    await asking.choose(/2\/2/, /This registry/);
    await asking.page(/Grant AcrPull on contoso to id-reporting/);
  });

  it('knows an application’s id when it is pasted, and uses the object id', async () => {
    await contoso.open();
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu([production, 'Managed identities', 'id-payments'], 'Copy Client ID');
    const clientId = await eventually(async () => {
      const copied = await workbench().clipboard();
      assert.match(copied, /^[0-9a-f-]{36}$/);
      return copied;
    });
    await grantFrom('contosodnl', /Pull images/, /Another principal by its id/);
    await asking.answer(/4\/4/, 'id-payments');
    await eventually(async () => assert.match(await workbench().quickInput.message(), /“id-payments” is not an object id/));
    await workbench().quickInput.type(clientId);
    await eventually(async () =>
      assert.match(
        await workbench().quickInput.message(),
        /This is the application \(client\) id of id-payments\. Roles go to its object id/,
      ),
    );
    await workbench().quickInput.accept();
    const page = await asking.page(/Grant AcrPull on contosodnl to id-payments/);
    assert.match(page, new RegExp(`${clientId} is the application \\(client\\) id of id-payments`));
    assert.doesNotMatch(page, new RegExp(`Principal: service principal ${clientId}`));
  });

  it('asks what an id is of that nobody knows', async () => {
    await contoso.open();
    const id = '12345678-90ab-4cde-8f01-234567890abc';
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Grant Access…');
    await asking.choose(/1\/3/, /Pull images/);
    await asking.choose(/2\/3/, /This registry/);
    const { quickInput } = workbench();
    await asking.answer(/3\/3/, id);
    await eventually(async () => assert.equal(await quickInput.count(), 1));
    await quickInput.accept();
    await quickInput.waitUntilOpen(/4\/4/);
    await eventually(async () => assert.match(await quickInput.message(), /could not tell whose id this is/));
    await quickInput.accept();
    await asking.choose(/5\/5/, /Group/);
    await asking.page(new RegExp(`Grant AcrPull on contoso to ${id}[^]*Principal: group ${id}`));
  });

  it('lets an Owner read an ABAC registry, which by that role alone may not; then grants from a repository', async () => {
    await contoso.open({ speed: 1000 });
    await tree().expand(production, 'Registries', 'contosoabac');
    await tree().select(production, 'Registries', 'contosoabac', /You may not list repositories/);
    await asking.page(/Grant Container Registry Repository Reader on contosoabac[^]*Grant Container Registry Repository Catalog Lister/);
    await run(/granted/);
    await workbench().run('keylessContainers.test.advance', 30 * 60_000);
    await workbench().run('keylessContainers.refresh');
    await tree().find(production, 'Registries', 'contosoabac', 'team-a/orders');
    await tree().chooseFromMenu([production, 'Registries', 'contosoabac', 'team-a/orders'], 'Grant Access…');
    await asking.choose(/1\/2/, /Pull images/);
    await asking.chooseSeveral(/2\/2/, /id-web/);
    await asking.page(/to id-web, only under a condition[^]*Condition: Only these repositories: team-a\/orders/);
  });

  it('adds the repository that a group is deployed from to a grant that leaves it out', async () => {
    await contoso.open({ speed: 1000 });
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contosoabac'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /You may not list/).catch(() => undefined);
    const { quickInput } = workbench();
    await quickInput.type('team-b/billing:2.3');
    await asking.choose(/1\/\d/, /Use “team-b\/billing:2\.3”/);
    await asking.choose(/2\/\d/, /id-team-a/);
    await asking.answer(/3\/\d/, 'billing');
    await asking.choose(/4\/\d/, /rg-web/);
    await asking.page(
      /on more of contosoabac[^]*Condition afterwards: Only these repositories: team-b\/billing, and those whose names begin so: team-a\/\*[^]*Deploy container group billing/,
    );
  });

  describe('as somebody who may not assign roles', () => {
    for (const persona of ['contributor', 'reader']) {
      it(`${persona}: ends in a script for an administrator, not in an error`, async () => {
        await contoso.open({ persona });
        await grantFrom('contoso', /Pull images/, /id-new-service/);
        const page = await asking.page(/You may not run this plan yourself[^]*Microsoft\.Authorization\/roleAssignments\/write/);
        assert.doesNotMatch(page, /Run Plan/);
        if (persona === 'reader') await workbench().picture('script for an administrator');
        await button('Open as Azure CLI Script');
        await eventually(async () => {
          const script = (await workbench().documents()).find(({ text }) => text.startsWith('#!/usr/bin/env bash'));
          assert.match(script?.text ?? '', new RegExp(`az role assignment create[^]*--role ${acrPull}`));
          assert.match(script?.text ?? '', /Made in the sandbox/);
        });
        assert.deepEqual(await asking.writes(), []);
      });
    }

    it('delegate: may grant the roles that were delegated', async () => {
      await contoso.open({ persona: 'delegate' });
      await grantFrom('contoso', /Pull images/, /id-new-service/);
      await asking.page(/Grant AcrPull on contoso to id-new-service/);
      await run(/granted/);
    });

    it('delegate: is told before Azure is asked which roles were delegated, and offered the script', async () => {
      await contoso.open({ persona: 'delegate' });
      await grantFrom('contoso', /Pull and push images/, /id-new-service/);
      const page = await asking.page(/lets you assign some roles; AcrPush to this principal is not one of them/);
      assert.match(page, /Only for assigning these roles: AcrPull, Container Registry Repository Reader/);
      assert.doesNotMatch(page, /Run Plan/);
      await workbench().picture('grant delegate');
      assert.deepEqual(await asking.writes(), []);
      await button('Open as Azure CLI Script');
      await eventually(async () => {
        assert.ok((await workbench().documents()).some(({ text }) => /az role assignment create/.test(text)));
      });
    });

    /** What an administrator does in the meantime. */
    async function grantAsOwner(identity: string, registry: string): Promise<void> {
      const read = async (type: string, name: string) => {
        const { body } = await send('GET', `/subscriptions/${subscription}/providers/${type}?api-version=2023-01-31`);
        const { value } = JSON.parse(body) as { value: { id: string; name: string; properties: { principalId?: string } }[] };
        const found = value.find((one) => one.name === name);
        assert.ok(found, name);
        return found;
      };
      const send = async (method: string, path: string, body?: unknown) =>
        (await workbench().run('keylessContainers.test.send', 'owner', method, path, body)) as { status: number; body: string };
      const { body: list } = await send('GET', '/subscriptions?api-version=2022-12-01');
      const { value: subscriptions } = JSON.parse(list) as { value: { subscriptionId: string; displayName: string }[] };
      const subscription = subscriptions.find(({ displayName }) => displayName === production)?.subscriptionId ?? '';
      const { properties } = await read('Microsoft.ManagedIdentity/userAssignedIdentities', identity);
      const scope = `/subscriptions/${subscription}/resourceGroups/rg-platform/providers/Microsoft.ContainerRegistry/registries/${registry}`;
      const name = '0a0b0c0d-0000-4000-8000-000000000001';
      const roleDefinitionId = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`;
      const { status } = await send('PUT', `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`, {
        properties: { roleDefinitionId, principalId: properties.principalId, principalType: 'ServicePrincipal' },
      });
      assert.equal(status, 201);
    }

    it('waits for the grant, and goes on by itself when somebody else has made it', async () => {
      await contoso.open({ persona: 'contributor' });
      await grantFrom('contoso', /Pull images/, /id-new-service/);
      await asking.page(/The plan can wait/);
      await button('Wait for the Grant');
      await asking.page(/waiting for somebody else\s+0:\d\d[^]*Waiting until somebody who may has done this/);
      await workbench().picture('grant waiting');
      await grantAsOwner('id-new-service', 'contoso');
      await workbench()
        .notifications.with(/Let id-new-service pull from contoso: granted/)
        .waitFor({ timeout: 60_000 });
      await asking.page(/done by somebody else/);
      assert.deepEqual((await asking.writes()).filter((line) => /roleAssignments/.test(line)).length, 1, 'what the administrator wrote');
    });

    it('waits on after VS Code was closed, and then deploys', async () => {
      await contoso.open({ persona: 'contributor' });
      await tree().expand(production, 'Registries');
      await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
      await asking.choose(/1\/\d/, /web\/storefront/);
      await asking.choose(/2\/\d/, /1\.6\.2/);
      await asking.choose(/3\/\d/, /Create a new identity/);
      await asking.answer(/4\/\d/, 'id-awaiting');
      await asking.answer(/5\/\d/, 'awaiting');
      await asking.choose(/6\/\d/, /rg-web/);
      await asking.page(/The plan can wait/);
      await button('Wait for the Grant');
      await asking.page(/Create managed identity id-awaiting[^]* done[^]*waiting for somebody else/);
      await workbench().reload();
      await workbench().run('keylessContainers.resources.focus');
      await tree().find(production);
      await workbench().runByTitle('Keyless Containers: Show Last Plan');
      await asking.page(/Interrupted\. Continue looks at Azure first[^]*You may not run this plan yourself/);
      await button('Continue');
      await asking.page(/waiting for somebody else/);
      await grantAsOwner('id-awaiting', 'contoso');
      await workbench()
        .notifications.with(/awaiting is deployed/)
        .waitFor({ timeout: 90_000 });
    });
  });
});
