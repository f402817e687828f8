import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { resourceId } from '../../src/model/resourceId';
import { storageKeys } from '../../src/sandbox/storageAccounts';
import { Asking } from './harness/asking';
import { choosingFile } from './harness/choosingFile';
import { container, deployedElsewhere } from './harness/elsewhere';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

describe('redeploying a group whose secrets Azure never gives back', () => {
  const workbench = freshWindow();
  const quick = () => workbench().quickInput;
  const asking = new Asking(workbench);
  const secrets = { variable: 'very-secret-value', file: 'very-secret-file' };
  const certificate = '-----BEGIN CERTIFICATE-----\nvery-secret-line\r\n\n-----END CERTIFICATE-----\n';

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().run('keylessContainers.resources.focus');
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
  });

  async function text(): Promise<string> {
    return (await workbench().documents()).find(({ uri }) => uri.endsWith('/secretive.json'))?.text ?? '';
  }

  /** Answers a question that hides what is typed. */
  async function give(title: RegExp, prompt: RegExp, value: string): Promise<void> {
    await quick().waitUntilOpen(title);
    await eventually(async () => assert.match(await quick().message(), prompt));
    await quick().type(value);
    await quick().accept();
  }

  it('names each, asks for it, keeps it out of the text, and deploys with it', async () => {
    const landing = String(await workbench().run('keylessContainers.test.groupId', 'landing'));
    const subscriptionId = landing.split('/')[2] ?? '';
    const account = resourceId(subscriptionId, 'rg-platform', 'Microsoft.Storage/storageAccounts', 'contosofiles');
    const [storageAccountKey = ''] = storageKeys({ id: account, keyTurns: 0 });
    const app = container(
      'app',
      'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
    ) as ContainerGroupDefinition['properties']['containers'][0];
    Object.assign(app.properties, { environmentVariables: [{ name: 'API_KEY', secureValue: secrets.variable }] });
    await deployedElsewhere(workbench(), 'secretive', {
      containers: [app],
      osType: 'Linux',
      restartPolicy: 'Always',
      volumes: [
        { name: 'files', azureFile: { shareName: 'uploads', storageAccountName: 'contosofiles', storageAccountKey } },
        { name: 'certs', secret: { 'a.pem': Buffer.from(secrets.file).toString('base64') } },
      ],
    });
    await workbench().run('keylessContainers.refresh');
    workbench().start('keylessContainers.editAndRedeploy');
    await quick().waitUntilOpen(/Container group/);
    await quick().type('secretive');
    await asking.choose(/Container group/, /secretive/);
    await asking.page(/Values are missing that Azure never gives back: app\/API_KEY, files\/azureFile, certs\.[^]*Give Secret Values…/);
    await eventually(async () => {
      const problems = JSON.stringify(await workbench().problems());
      for (const name of ['app/API_KEY', 'files/azureFile', 'certs']) assert.match(problems, new RegExp(`The value of ${name} is missing`));
    });
    await workbench().picture('secrets are missing');
    await workbench().webview().frame.getByRole('button', { name: 'Give Secret Values…' }).click();
    await give(/Give Secret Values/, /Value of the secure environment variable API_KEY of container app/, secrets.variable);
    // What was given counts, also where the person leaves.
    await quick().waitUntilOpen(/2\/\d/);
    await quick().cancel();
    await asking.page(/Values are missing that Azure never gives back: files\/azureFile, certs\./);
    workbench().start('keylessContainers.giveSecretValues');
    await quick().waitUntilOpen(/Give Secret Values/);
    await workbench().picture('a secret is asked for');
    await give(/Give Secret Values/, /Key of the storage account contosofiles, for the share uploads/, storageAccountKey);
    await asking.choose(/Give Secret Values/, /Choose Files…/);
    await choosingFile(workbench(), 'a.pem', certificate);
    await quick().waitUntilOpen(/Give Secret Values/);
    await eventually(async () => assert.match(await quick().message(), /Names of the files in the secret volume certs/));
    assert.equal(await quick().value(), 'a.pem');
    await quick().type('a.pem, token');
    await quick().accept();
    await eventually(async () => assert.match(await quick().placeholder(), /Content of the file token in the secret volume certs/));
    await workbench().picture('the content of a file is asked for');
    await asking.choose(/Give Secret Values/, /Type It/);
    await give(/Give Secret Values/, /Content of the file token in the secret volume certs/, secrets.file);
    await eventually(async () => assert.deepEqual(await workbench().problems(), []));
    assert.match(
      await text(),
      /"storageAccountKey": "\{\{secret:files\/azureFile\}\}"[^]*"a\.pem": "\{\{secret:certs\/a\.pem\}\}"[^]*"token": "\{\{secret:certs\/token\}\}"/,
    );
    const contents = [secrets.file, certificate].map((content) => Buffer.from(content).toString('base64'));
    for (const value of [secrets.variable, secrets.file, 'very-secret-line', ...contents, storageAccountKey]) {
      assert.ok(!(await text()).includes(value), 'no secret in the text');
      assert.ok(!(await workbench().webview().text()).includes(value), 'no secret on the page');
    }
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/secretive is deployed/)
      .waitFor({ timeout: 60_000 });
    const [token, pem] = contents;
    assert.deepEqual(await workbench().run('keylessContainers.test.secretVolume', 'secretive', 'certs'), { 'a.pem': pem, token });
  });
});
