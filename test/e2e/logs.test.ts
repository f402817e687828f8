import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { container, deployedElsewhere } from './harness/elsewhere';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const groups = ['Contoso Production', 'Container groups'];

describe('logs and events', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await contoso.show();
  });

  afterEach(async () => {
    await workbench().run('workbench.action.terminal.killAll');
  });

  async function reset(speed: number): Promise<void> {
    await contoso.open({ speed });
    await tree().expand(...groups);
  }

  /** All that is in the terminal, also what has gone out of sight. */
  async function terminal(): Promise<string> {
    await workbench().run('workbench.action.terminal.focus');
    await workbench().run('workbench.action.terminal.selectAll');
    await workbench().run('workbench.action.terminal.copySelection');
    await workbench().run('workbench.action.terminal.clearSelection');
    return workbench().clipboard();
  }

  async function logRequests(): Promise<number> {
    return ((await workbench().run('keylessContainers.test.requests')) as string[]).filter((line) => / \S*\/logs /.test(line)).length;
  }

  it('follows all containers of a group, each line with its name, pauses by a key, and stops', async () => {
    await reset(20);
    await tree().chooseFromMenu([...groups, 'storefront'], 'Follow Logs');
    await workbench().quickInput.waitUntilOpen('Follow Logs of storefront');
    assert.equal((await workbench().quickInput.items()).length, 6);
    await workbench().quickInput.pick('All containers');
    await eventually(async () => {
      const text = await terminal();
      assert.match(text, /storefront │ \S+ "GET/);
      assert.match(text, /sidecar {4}│ message \d+ handled/);
    });
    const messages = async (): Promise<readonly string[]> => (await terminal()).match(/message \d+ handled/g) ?? [];
    const before = await messages();
    await eventually(async () => assert.ok((await messages()).length > before.length + 3));
    const all = await messages();
    assert.equal(new Set(all).size, all.length, 'no line comes twice');
    await workbench().run('workbench.action.terminal.focus');
    await workbench().page.keyboard.press('Space');
    await eventually(async () => assert.match(await terminal(), /── Paused\. Space goes on\.\s*$/));
    const asked = await logRequests();
    await workbench().run('keylessContainers.test.advance', 60_000);
    assert.ok((await logRequests()) <= asked + 2, 'only what was under way is still asked');
    await workbench().run('keylessContainers.pauseLogs');
    await eventually(async () => assert.match(await terminal(), /Going on\.[^]*message \d+/));
    await workbench().picture('logs');
    await workbench().run('workbench.action.terminal.focus');
    await workbench().page.keyboard.press('Control+c');
    await eventually(async () => assert.match(await terminal(), /No longer following/));
  });

  it('says how a container ended, and what its exit code means', async () => {
    await reset(100);
    await tree().chooseFromMenu([...groups, 'nightly-report-old'], 'Follow Logs');
    await workbench().quickInput.pick('report');
    await eventually(async () =>
      assert.match(await terminal(), /refused the upload \(403\)[^]*report has ended with exit code 1: the program reported an error\./),
    );
  });

  it('follows init containers too, each to its end', async () => {
    await reset(100);
    const id = await deployedElsewhere(workbench(), 'prepared', {
      initContainers: [container('migrate', 'mcr.microsoft.com/azuredocs/aci-wordcount:latest')],
      containers: [container('worker', 'mcr.microsoft.com/azuredocs/aci-tutorial-sidecar:latest')],
      osType: 'Linux',
      restartPolicy: 'Always',
    });
    workbench().start('keylessContainers.followLogs', id);
    await workbench().quickInput.waitUntilOpen(/Follow Logs of prepared/);
    await eventually(async () =>
      assert.deepEqual(
        (await workbench().quickInput.items()).map(({ label }) => label),
        ['All containers', 'All containers', 'migrate (init container)', 'migrate (init container)', 'worker', 'worker'],
      ),
    );
    await workbench().quickInput.pick('All containers');
    await eventually(async () =>
      assert.match(await terminal(), /migrate[^]*report written[^]*migrate has ended with exit code 0: it did what it had to\./),
    );
    await eventually(async () => assert.match(await terminal(), /worker [^]*message \d+ handled/));
    await workbench().picture('logs of init containers');
  });

  it('says that somebody else deleted the group, and ends', async () => {
    await reset(100);
    await tree().chooseFromMenu([...groups, 'orders-worker'], 'Follow Logs');
    await workbench().quickInput.pick('orders');
    await eventually(async () => assert.match(await terminal(), /message \d+ handled/));
    const body = { error: { code: 'ContainerGroupNotFound', message: 'gone' } };
    await workbench().run('keylessContainers.test.fault', {
      kind: 'status',
      status: 404,
      body,
      match: { path: 'orders-worker/containers' },
    });
    await eventually(async () => assert.match(await terminal(), /orders-worker was deleted by somebody else\. Nothing more will come\./));
  });

  it('keeps the runs of a crash loop in a document, each folded by itself', async () => {
    await reset(1);
    const log = async (): Promise<string> => (await workbench().documents()).find(({ uri }) => uri.startsWith('keyless-log:'))?.text ?? '';
    await tree().chooseFromMenu([...groups, 'payments-api'], 'Open Logs');
    await eventually(async () =>
      assert.match(await log(), /^api in payments-api, since \S+Z\. Azure keeps 4 MB[^\n]*\n── Run whose log begins at [^]*payments api/),
    );
    await workbench().run('keylessContainers.test.advance', 330_000);
    await workbench().editor.titleButton('Refresh Logs').click();
    await eventually(async () => assert.equal((await log()).match(/── Run whose log/g)?.length, 2));
    await workbench().run('workbench.action.focusActiveEditorGroup');
    await workbench().run('editor.foldAll');
    await eventually(async () =>
      assert.equal(await workbench().page.locator('.part.editor .view-line').filter({ hasText: 'payments api' }).count(), 0),
    );
    await workbench().picture('log document');
  });

  it('shows the timeline of a group from its events in the tree, and follows it while it moves', async () => {
    await reset(100);
    await tree().expand(...groups, 'payments-api', 'Events');
    await eventually(async () => {
      const rows = (await tree().rows()).map(({ label, description }) => `${label}: ${description}`);
      assert.ok(
        rows.some((row) => /^BackOff: api · \d+ times/.test(row)),
        rows.join(' | '),
      );
    });
    await tree().chooseFromMenu([...groups, 'payments-api', 'Events'], 'Show Timeline');
    const page = await asking.page(/Timeline: payments-api[^]*It is on its way[^]*ran, exit code 1[^]*Events[^]*BackOff \(warning\)/);
    assert.match(page, /pulled its image/);
    const frame = workbench().webview().frame;
    for (const name of ['Durations', 'Events']) assert.equal(await frame.getByRole('table', { name }).count(), 1);
    const count = async (): Promise<number> =>
      Number(await frame.getByRole('row').filter({ hasText: 'Started container' }).getByRole('cell').nth(4).innerText());
    const started = await count();
    await eventually(async () => assert.ok((await count()) > started), 40_000);
    await workbench().picture('timeline of a crash loop');
  });

  async function metricRequests(): Promise<number> {
    return ((await workbench().run('keylessContainers.test.requests')) as string[]).filter((line) => / \S*\/metrics /i.test(line)).length;
  }

  it('plots CPU and memory of each container, says them in tables, and reads them again while the group runs', async () => {
    await reset(20);
    await tree().expand(...groups, 'storefront', 'Events');
    await tree().chooseFromMenu([...groups, 'storefront', 'Events'], 'Show Timeline');
    await asking.page(/CPU \(cores\)[^]*requested 0\.5[^]*Memory \(MB\)[^]*Averages of 1 min, read from Azure Monitor[^]*Durations/);
    const { frame } = workbench().webview();
    await workbench().picture('timeline');
    for (const name of ['CPU (cores)', 'Memory (MB)']) {
      const rows = frame.getByRole('table', { name }).getByRole('row');
      assert.deepEqual(await rows.getByRole('columnheader').allInnerTexts(), ['Container', 'Latest', 'Average', 'Maximum']);
      const names = (await rows.getByRole('rowheader').allInnerTexts()).map((text) => /storefront|sidecar/.exec(text)?.[0]);
      assert.deepEqual(names.sort(), ['sidecar', 'storefront']);
      for (const cell of await rows.getByRole('cell').allInnerTexts()) assert.match(cell, /^\d[\d.,]*$/);
    }
    assert.equal(await frame.locator('svg.plot:not(.sample) path.line').count(), 4);
    const before = await metricRequests();
    await eventually(async () => assert.ok((await metricRequests()) > before + 1), 20_000);
    assert.equal(await frame.getByRole('button', { name: 'Last hour', pressed: true }).count(), 1);
    await frame.getByRole('button', { name: '24 hours' }).focus();
    await workbench().page.keyboard.press('Enter');
    await asking.page(/Averages of 15 min/);
    assert.equal(await frame.locator('#period-24[aria-pressed=true]:focus').count(), 1);
  });

  it('says in place of the plots who may read metrics, beside a timeline that stays, and reads them once it is told to', async () => {
    await reset(1);
    const body = { error: { code: 'AuthorizationFailed', message: 'The client does not have authorization to perform action.' } };
    await workbench().run('keylessContainers.test.fault', { kind: 'status', status: 403, body, match: { path: '/metrics$' } });
    await tree().expand(...groups, 'nightly-report', 'Events');
    await tree().chooseFromMenu([...groups, 'nightly-report', 'Events'], 'Show Timeline');
    await asking.page(
      /✗ You may not read the metrics of this container group: that takes Microsoft\.Insights\/metrics\/read[^]*Durations[^]*Events/,
    );
    const { frame } = workbench().webview();
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await asking.page(/Azure Monitor has no values of this period\. Values take some minutes[^]*Durations/);
    await frame.getByRole('button', { name: '24 hours' }).click();
    await asking.page(/CPU \(cores\)[^]*report[^]* at \d[^]*Durations/);
    assert.equal(await metricRequests(), 3);
  });
});
