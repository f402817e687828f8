import assert from 'node:assert/strict';
import { freshWindow } from './harness/window';

describe('the view', () => {
  const workbench = freshWindow();

  it('opens from the activity bar', async () => {
    await workbench().activity('Keyless Containers').click();
    const tree = workbench().tree('Resources');
    await tree.row('Registries').waitFor();
    assert.equal((await tree.rows())[0]?.level, 1);
    await workbench().picture('view');
  });

  for (const theme of ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast'] as const) {
    it(`shows its rows in the theme ${theme}`, async () => {
      await workbench().setTheme(theme);
      await workbench().run('keylessContainers.resources.focus');
      await workbench().tree('Resources').row('Registries').waitFor();
      await workbench().picture(`view ${theme}`);
    });
  }
});
