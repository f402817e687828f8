import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('a container group opened as YAML', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().run('keylessContainers.resources.focus');
  });

  /** The YAML that has been opened and is not saved. */
  async function yaml(begin: RegExp): Promise<{ readonly uri: string; readonly text: string }> {
    return eventually(async () => {
      const found = (await workbench().documents()).find(({ uri, languageId, text }) => {
        return uri.startsWith('untitled:') && languageId === 'yaml' && begin.test(text);
      });
      return found ?? assert.fail('It has not been opened.');
    });
  }

  it('from the tree says what Azure has, and deployed again changes nothing', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
    await tree().expand(production, 'Container groups');
    await eventually(async () => {
      const row = (await tree().rows()).find(({ label }) => label === 'storefront');
      assert.match(row?.description ?? '', /^Running/);
    });
    await tree().chooseFromMenu([production, 'Container groups', 'storefront'], 'Open as YAML');
    const { uri, text } = await yaml(/^# storefront in rg-web, as Azure has it/);
    assert.match(text, /^name: storefront$/m);
    assert.doesNotMatch(text, /provisioningState|instanceView|principalId|fqdn/);
    await workbench().picture('group as yaml');
    assert.deepEqual(
      (await workbench().problems()).filter((problem) => problem.uri === uri),
      [],
    );

    await asking.fromLens('Deploy to Azure Container Instances');
    await asking.choose(/Deploy to Azure Container Instances/, /rg-web/);
    await asking.page(/Deploy container group storefront[^]*nothing changes/i);
    await workbench().run('keylessContainers.deployPlan');
    await asking.page(/✓ Done\./);
    assert.deepEqual(
      (await asking.writes()).filter((line) => line.includes('/containerGroups/storefront')),
      [],
    );
  });

  it('from a plan under review is its definition as it stands, without the secrets that were typed into it', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
    workbench().start('keylessContainers.editAndRedeploy');
    await asking.choose(/Container group/, /^landing$/);
    await asking.page(/Redeploy landing/i);
    await workbench().typeAt(['editor.action.selectAll'], '');
    const typed = JSON.stringify({
      location: 'westeurope',
      properties: {
        osType: 'Linux',
        containers: [
          {
            name: 'one',
            properties: {
              image: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
              environmentVariables: [{ name: 'KEY', secureValue: 'very-secret' }],
              resources: { requests: { cpu: 1, memoryInGB: 1 } },
            },
          },
        ],
      },
    });
    await workbench().run('paste', { text: typed });
    await workbench().editor.titleButton('Open as YAML').click();
    const { text } = await yaml(/^# landing in rg-web, as it is planned/);
    assert.match(text, /^# - one\/KEY$/m);
    assert.match(text, /secureValue: '?\{\{secret:one\/KEY\}\}'?$/m);
    assert.doesNotMatch(text, /very-secret/);
    await workbench().picture('plan as yaml');
  });
});
