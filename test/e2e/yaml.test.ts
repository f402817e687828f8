import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('a container group in a YAML file', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().run('keylessContainers.resources.focus');
  });

  /** Two containers, as people have them: no name, capitals, numbers as texts, a text as a number. */
  function definition(identity: string): string {
    return `api-version: '2021-10-01'
location: westeurope
type: Microsoft.ContainerInstance/containerGroups
identity:
  type: UserAssigned
  userAssignedIdentities: {
    '${identity}': {}
    }
properties:
  osType: Linux
  imageRegistryCredentials:
  - server: contoso.azurecr.io
    identity: '${identity}'
  containers:
  - name: theShop
    properties:
      image: contoso.azurecr.io/web/storefront:1.6.2
      resources:
        requests:
          cpu: '1.0'
          memoryInGb: 1
      environmentVariables:
      - name: SHARD
        value: 1
      - name: KEY
        secureValue: very-secret
`;
  }

  async function identityId(name: string): Promise<string> {
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu([production, 'Managed identities', name], 'Copy Resource ID');
    return eventually(async () => {
      const id = await workbench().clipboard();
      assert.match(id, new RegExp(`/userAssignedIdentities/${name}$`));
      return id;
    });
  }

  const codes = async (uri: string): Promise<readonly string[]> =>
    (await workbench().problems()).filter((problem) => problem.uri === uri).map(({ severity, line }) => `${severity} ${line}`);

  it('is underlined where Azure would not take it, mended by the keyboard, and deployed from above', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
    const identity = await identityId('id-new-service');
    const uri = await workbench().openText('yaml', definition(identity));
    await eventually(async () =>
      assert.deepEqual((await codes(uri)).toSorted(), ['Error 15', 'Information 1', 'Information 20', 'Warning 1', 'Warning 24']),
    );
    await workbench().editor.squiggles('error').first().waitFor();
    await workbench().picture('yaml with findings');

    // One by one, from the first to the last, with the keyboard alone.
    for (const left of [4, 3, 2, 1, 0]) {
      await workbench().run('workbench.action.focusFirstEditorGroup');
      await workbench().run('editor.action.marker.next');
      await workbench().run('closeMarkersNavigation');
      await workbench().run('editor.action.autoFix');
      await eventually(async () => assert.equal((await codes(uri)).length, left));
    }
    const mended = (await workbench().documents()).find((document) => document.uri === uri)?.text ?? '';
    assert.match(mended, /^name: untitled-\d+$/m);
    assert.match(mended, /^apiVersion: '2021-10-01'$/m);
    assert.match(mended, /^ {2}- name: theshop$/m);
    assert.match(mended, /^ {10}cpu: 1$/m);
    assert.match(mended, /^ {8}value: '1'$/m);

    await asking.fromLens('Deploy to Azure Container Instances');
    await asking.choose(/Deploy to Azure Container Instances/, /rg-web/);
    const review = await asking.page(/Deploy container group untitled/);
    assert.match(review, /Grant AcrPull on contoso to id-new-service[^]*Pulls from contoso\.azurecr\.io as id-new-service/);
    assert.doesNotMatch(review, /very-secret/);
    await workbench().picture('review of a yaml file');
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/untitled-\d+ is deployed/)
      .waitFor({ timeout: 60_000 });
    await workbench().picture('yaml deployed');

    // With more CPU, it says what is lost before it does it.
    const larger = mended.replace(/^ {10}cpu: 1$/m, '          cpu: 2');
    await workbench().openText('yaml', larger);
    workbench().start('keylessContainers.deployFile');
    await asking.choose(/Deploy to Azure Container Instances/, /rg-web/);
    await asking.page(/Delete [^]*cpu cannot be changed in place: it is deleted and created again\.[^]*With it go its logs\./);
    await workbench().picture('review that deletes first');
  });

  it('that names an identity which nobody has created has it created, granted its role, and runs', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
    const identity = (await identityId('id-new-service')).replace(/[^/]+$/, 'id-from-file');
    await workbench().openText('yaml', definition(identity).replace('location:', 'name: from-file\nlocation:').replace('theShop', 'shop'));
    workbench().start('keylessContainers.deployFile');
    await asking.choose(/Deploy to Azure Container Instances/, /rg-web/);
    await asking.page(
      /The file names the identity id-from-file, which is not in rg-web yet[^]*Create managed identity id-from-file[^]*Grant AcrPull on contoso to id-from-file[^]*Deploy container group from-file/,
    );
    await workbench().picture('review that creates an identity');
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/from-file is deployed/)
      .waitFor({ timeout: 60_000 });
  });

  it('is left alone where it is YAML of something else', async () => {
    const uri = await workbench().openText(
      'yaml',
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - name: Web\n    osType: x\n',
    );
    const ours = await workbench().openText('yaml', definition('[system]'));
    await eventually(async () => assert.ok((await codes(ours)).length > 5));
    assert.deepEqual(await codes(uri), []);
  });
});
