import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const groups = ['Contoso Production', 'Container groups'];

describe('explaining a failure', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const asking = new Asking(workbench);
  const button = (name: string | RegExp) => workbench().webview().frame.getByRole('button', { name });

  beforeEach(async () => {
    await contoso.show();
    await contoso.open();
    await tree().expand(...groups);
  });

  it('says why a crash loop fails, sets the variable that it misses, and follows it until it runs', async () => {
    await eventually(async () => assert.match(await contoso.stateOf('payments-api'), /api: exited with 1, restarted \d+ times/));
    await tree().clickAction([...groups, 'payments-api'], 'Explain Failure');
    await asking.page(
      /Why it fails[^]*api seems to miss the variable DATABASE_URL[^]*api ended with exit code 1[^]*DATABASE_URL is not set/,
    );
    await workbench().picture('explain failure');
    await button('Set DATABASE_URL and Redeploy…').click();
    await asking.answer(/^Set DATABASE_URL$/, 'postgres://db');
    await eventually(async () => assert.match(await workbench().webview().text(), /api runs, so it was pulled/), 90_000);
    assert.doesNotMatch(await workbench().webview().text(), /Why it fails|postgres/);
    await eventually(async () => assert.match(await contoso.stateOf('payments-api'), /^Running$/));
  });
});
