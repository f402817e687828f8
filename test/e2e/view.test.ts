import assert from 'node:assert/strict';
import { freshWindow } from './harness/window';

const lists = ['Registries', 'Managed identities', 'Container groups'];

describe('the view', () => {
  const workbench = freshWindow();

  it('opens from the activity bar and shows the lists of each subscription', async () => {
    await workbench().activity('Keyless Containers').click();
    const tree = workbench().tree('Keyless Containers');
    await tree.find('Contoso Production', 'Container groups');
    await tree.find('Contoso Development', 'Container groups');
    const rows = await tree.rows();
    assert.deepEqual(
      rows.filter(({ level }) => level === 2).map(({ label }) => label),
      [...lists, ...lists],
    );
  });

  it('says what is unusual about a registry', async () => {
    await workbench().run('keylessContainers.resources.focus');
    const tree = workbench().tree('Keyless Containers');
    await tree.expand('Contoso Production', 'Registries');
    await tree.find('Contoso Production', 'Registries', 'contosovault');
    const described = (await tree.rows()).find(({ label }) => label === 'contosovault')?.description ?? '';
    assert.match(described, /network restricted/);
  });

  it('offers to grant access and to deploy from a registry', async () => {
    await workbench().run('keylessContainers.resources.focus');
    const tree = workbench().tree('Keyless Containers');
    await tree.expand('Contoso Production', 'Registries');
    const offered = await tree.menu('Contoso Production', 'Registries', 'contoso');
    assert.deepEqual(
      ['Grant Access…', 'Deploy Container Group…'].filter((item) => !offered.includes(item)),
      [],
    );
  });

  for (const theme of ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast'] as const) {
    it(`shows its rows in the theme ${theme}`, async () => {
      await workbench().setTheme(theme);
      await workbench().run('keylessContainers.resources.focus');
      await workbench().tree('Keyless Containers').expand('Contoso Production', 'Managed identities');
      await workbench().tree('Keyless Containers').find('Contoso Production', 'Managed identities', 'id-web');
      await workbench().picture(`view ${theme}`);
    });
  }
});
