import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('registries, images and container groups', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 1000 });
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 300 });
    await workbench().run('keylessContainers.resources.focus');
    await workbench().setSetting('workbench.hover.delay', 60_000);
  });

  async function describedAs(label: string, description: RegExp): Promise<void> {
    await eventually(async () => {
      const rows = (await tree().rows()).filter((row) => row.label === label);
      assert.ok(
        rows.some((row) => description.test(row.description)),
        `${label} is described as ${rows.map((row) => row.description).join(' | ')}`,
      );
    }, 40_000);
  }

  it('creates a registry: its name is checked while it is typed, its SKU and mode are asked for', async () => {
    workbench().start('keylessContainers.createRegistry');
    const quick = workbench().quickInput;
    await quick.waitUntilOpen(/Create Registry \(1\/4\)/);
    await quick.type('no-hyphens');
    await eventually(async () =>
      assert.match(await quick.message(), /The registry name “no-hyphens” is invalid: 5 to 50 letters and numbers\./),
    );
    await quick.type('contoso');
    await eventually(async () => assert.match(await quick.message(), /contoso is already in use/));
    await workbench().picture('registry name in use');
    await asking.answer(/1\/4/, 'madeinatest');
    await asking.choose(/2\/4/, /Basic/);
    await asking.choose(/3\/4/, /ABAC/);
    await asking.choose(/4\/4/, /rg-web/);
    await asking.page(/Create registry madeinatest \(Basic\)/);
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Create registry madeinatest: done/)
      .waitFor({ timeout: 60_000 });
    await tree().expand(production, 'Registries');
    await describedAs('madeinatest', /^Basic · ABAC/);
  });

  it('offers to create a registry where there is none to choose', async () => {
    await workbench().run('keylessContainers.test.reset', { world: 'empty' });
    workbench().start('keylessContainers.grantAccess');
    await asking.choose(/Grant Access \(1\/4\)/, /Pull images/);
    await asking.choose(/Grant Access \(2\/4\)/, /Create a registry/);
    await workbench().quickInput.waitUntilOpen(/Create Registry \(1\/4\)/);
  });

  it('imports a public image, which then is in the tree', async () => {
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Import Image…');
    const quick = workbench().quickInput;
    await quick.waitUntilOpen(/Import Image \(1\/2\)/);
    await quick.type('nginx');
    await eventually(async () => assert.match(await quick.message(), /The image “nginx” names no registry/));
    await asking.answer(/1\/2/, 'mcr.microsoft.com/azuredocs/aci-helloworld:latest');
    await asking.answer(/2\/2/, 'samples/hello:1');
    await asking.page(/Import mcr\.microsoft\.com\/azuredocs\/aci-helloworld:latest as samples\/hello:1/);
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Import samples\/hello:1 into contoso: done/)
      .waitFor({ timeout: 60_000 });
    await tree().expand(production, 'Registries', 'contoso');
    await tree().find(production, 'Registries', 'contoso', 'samples/hello');
  });

  it('stops, starts and deletes a container group', async () => {
    await tree().expand(production, 'Container groups');
    const path = [production, 'Container groups', 'landing'];
    await describedAs('landing', /^Running/);
    await tree().chooseFromMenu(path, 'Stop');
    await describedAs('landing', /^Stopped/);
    await tree().chooseFromMenu(path, 'Start');
    await describedAs('landing', /^Running/);
    await tree().chooseFromMenu(path, 'Delete…');
    assert.match(await workbench().dialog.text(), /Delete container group “landing”\?[^]*contoso-landing\S* no longer answers/);
    await workbench().picture('delete asks');
    await workbench().dialog.choose('Delete');
    await workbench()
      .notifications.with(/Delete landing: done/)
      .waitFor();
    await eventually(async () => assert.ok(!(await tree().rows()).some(({ label }) => label === 'landing')));
  });

  it('says of a group whose role was taken away that it cannot pull', async () => {
    await tree().expand(production, 'Container groups');
    await tree().expand(production, 'Container groups', 'weekly-report');
    await describedAs('report', /cannot pull its image/);
  });

  it('answers a reader with the action that is missing', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'reader', speed: 300 });
    await workbench().run('keylessContainers.resources.focus');
    await tree().expand(production, 'Container groups');
    await tree().chooseFromMenu([production, 'Container groups', 'landing'], 'Stop');
    await workbench()
      .notifications.with(/Microsoft\.ContainerInstance\/containerGroups\/stop\/action is missing/)
      .waitFor();
    await describedAs('landing', /^Running/);
  });

  it('shows the last plan again, with what became of it', async () => {
    await tree().expand(production, 'Container groups');
    await tree().chooseFromMenu([production, 'Container groups', 'landing'], 'Stop');
    await workbench()
      .notifications.with(/Stop landing: done/)
      .waitFor();
    await workbench().runByTitle('Keyless Containers: Show Last Plan');
    await asking.page(/Stop landing[^]*✓ Done\.[^]*Stop container group landing/);
  });
});
