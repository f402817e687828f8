import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('granting pull access', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 1000 });
    await workbench().run('keylessContainers.resources.focus');
    await workbench().setSetting('workbench.hover.delay', 60_000);
  });

  /** As somebody else, with the tree folded up: a row that moves is clicked in its old place. */
  async function reset(persona: string, speed = 200): Promise<void> {
    await workbench().run('keylessContainers.test.reset', { persona, speed });
    await eventually(async () => assert.match((await tree().message()).toLowerCase(), new RegExp(persona)));
    await workbench().run('workbench.actions.treeView.keylessContainers.resources.collapseAll');
    await eventually(async () => assert.equal((await tree().rows()).length, 2));
  }

  async function grantFrom(registry: string, identity: RegExp): Promise<void> {
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', registry], 'Grant Pull Access…');
    await asking.choose(/Grant Pull Access/, identity);
  }

  it('grants Repository Reader on an ABAC registry from its menu, and the tree shows it', async () => {
    await reset('owner');
    await grantFrom('contosoabac', /id-new-service/);
    await asking.page(/Grant Container Registry Repository Reader on contosoabac to id-new-service/);
    await workbench().picture('grant review');
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Let id-new-service pull from contosoabac: granted/)
      .waitFor();
    await tree().expand(production, 'Managed identities', 'id-new-service', 'Roles');
    await eventually(async () => {
      const labels = (await tree().rows()).map(({ label }) => label);
      assert.ok(labels.includes('Container Registry Repository Reader'), labels.join(' | '));
    });
  });

  it('says that nothing was changed where the grant is there already', async () => {
    await reset('owner');
    await grantFrom('contoso', /id-web/);
    await asking.page(/Grant AcrPull on contoso to id-web/);
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/everything was already so\. Nothing was changed\./)
      .waitFor();
    assert.deepEqual(await asking.writes(), []);
  });

  it('says that a grant takes the condition of a narrower one away', async () => {
    await reset('owner');
    await grantFrom('contosoabac', /id-team-a/);
    await asking.page(/Let id-team-a use Container Registry Repository Reader on all of contosoabac[^]*Condition taken away: .*'team-a\/'/);
  });

  it('creates a new identity in a new resource group from the palette', async () => {
    await reset('owner');
    await workbench().runByTitle('Keyless Containers: Grant Pull Access…');
    await asking.choose(/1\/2/, /contosodnl/);
    await asking.choose(/2\/2/, /Create a new identity/);
    await asking.answer(/3\/4/, 'id-made-here');
    await asking.choose(/4\/4/, /Create a new resource group/);
    await asking.answer(/5\/6/, 'rg-made-here');
    await asking.choose(/6\/6/, /North Europe/);
    await asking.page(
      /Create resource group rg-made-here in northeurope[^]*Create managed identity id-made-here[^]*Grant AcrPull on contosodnl/,
    );
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Let id-made-here pull from contosodnl: granted/)
      .waitFor({ timeout: 60_000 });
  });

  it('grants from an identity', async () => {
    await reset('owner');
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu([production, 'Managed identities', 'id-new-service'], 'Grant Pull Access…');
    await asking.choose(/Grant Pull Access/, /contosovault/);
    await asking.page(/Grant AcrPull on contosovault to id-new-service/);
  });

  it('lets an Owner read an ABAC registry, which by that role alone may not', async () => {
    await reset('owner', 1000);
    await tree().expand(production, 'Registries', 'contosoabac');
    await tree().select(production, 'Registries', 'contosoabac', /You may not list repositories/);
    await asking.page(/Grant Container Registry Repository Reader on contosoabac[^]*Grant Container Registry Repository Catalog Lister/);
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/granted/)
      .waitFor();
    await workbench().run('keylessContainers.test.advance', 30 * 60_000);
    await workbench().run('keylessContainers.refresh');
    await tree().find(production, 'Registries', 'contosoabac', 'team-a/orders');
  });

  describe('as somebody who may not assign roles', () => {
    for (const persona of ['contributor', 'reader']) {
      it(`${persona}: ends in a script for an administrator, not in an error`, async () => {
        await reset(persona);
        await grantFrom('contoso', /id-new-service/);
        const page = await asking.page(/You may not run this plan yourself[^]*Microsoft\.Authorization\/roleAssignments\/write/);
        assert.doesNotMatch(page, /Run Plan/);
        if (persona === 'reader') await workbench().picture('script for an administrator');
        await workbench().webview().frame.getByRole('button', { name: 'Open as Azure CLI Script' }).click();
        await eventually(async () => {
          const script = (await workbench().documents()).find(({ text }) => text.startsWith('#!/usr/bin/env bash'));
          assert.match(script?.text ?? '', /az role assignment create[^]*--role 7f951dda-4ed3-4680-a7ca-43fe172d538d[^]*# ?|sandbox/);
          assert.match(script?.text ?? '', /Made in the sandbox/);
        });
        assert.deepEqual(await asking.writes(), []);
      });
    }

    it('delegate: may grant the roles that were delegated', async () => {
      await reset('delegate');
      await grantFrom('contoso', /id-new-service/);
      await asking.page(/Grant AcrPull on contoso to id-new-service/);
      await workbench().run('keylessContainers.runPlan');
      await workbench()
        .notifications.with(/granted/)
        .waitFor();
    });

    it('delegate: is told what Azure refuses, and offered the script', async () => {
      await reset('delegate');
      await tree().expand(production, 'Registries', 'contosoabac');
      await tree().select(production, 'Registries', 'contosoabac', /You may not list repositories/);
      await asking.page(/Catalog Lister/);
      await workbench().run('keylessContainers.runPlan');
      await workbench()
        .notifications.with(/stopped: You may not do this/)
        .waitFor();
      await workbench().notifications.click(/You may not do this/, 'Open Script for an Administrator');
      await eventually(async () => {
        assert.ok((await workbench().documents()).some(({ text }) => /az role assignment create/.test(text)));
      });
    });
  });
});
