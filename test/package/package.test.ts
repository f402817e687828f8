import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../e2e/harness/session';
import { runChild } from '../launch/children';
import { projectFolder } from '../launch/paths';
import { installPackage } from '../launch/served';
import { removeTemporary, temporaryFolder } from '../launch/temporary';

/** Bytes. */
const packageBudget = 1_500_000;

/** All that a package may contain, by the beginning of the path. */
const expected = [
  /^\.vsixmanifest$/,
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(README|readme|CHANGELOG|changelog)\.md$/,
  /^LICENSE(\.txt)?$/,
  /^dist\/(extension|azure|identity|sandbox|plans|editing|signIn|terminals|watch)\.js$/,
  /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^schemas\/containerGroup\.schema\.json$/,
  /^media\/([\w-]+\.(png|svg)|walkthrough\/[\w-]+\.svg)$/,
];

describe('the package', () => {
  let folder: string;
  let file: string;
  let installed: string;

  before(async () => {
    folder = await temporaryFolder();
    file = join(folder, 'keyless-containers.vsix');
    const vsce = join(projectFolder, 'node_modules/.bin/vsce');
    const args = ['package', '--no-dependencies', '--allow-missing-repository', '--readme-path', 'media/marketplace.md', '--out', file];
    assert.equal(await runChild(vsce, args, { cwd: projectFolder, stdio: ['ignore', 'ignore', 'inherit'] }), 0, 'vsce package failed');
    await installPackage(file, join(folder, 'extensions'));
    const name = readdirSync(join(folder, 'extensions')).find((entry) => entry.startsWith('keyless.keyless-containers-'));
    assert.ok(name, 'VS Code installed no folder for the extension');
    installed = join(folder, 'extensions', name);
  });

  after(() => removeTemporary(folder));

  it('is smaller than its budget', () => {
    const { size } = statSync(file);
    assert.ok(size < packageBudget, `${size} bytes`);
  });

  it('contains what runs and what explains it, and nothing else', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(installed.length + 1)
          .replaceAll('\\', '/'),
      );
    assert.deepEqual(
      files.filter((path) => !expected.some((pattern) => pattern.test(path))),
      [],
    );
    assert.ok(files.includes('dist/extension.js'));
  });

  it('activates, and shows its view on the sandbox', async () => {
    const session = await Session.start({ installExtensions: (extensions) => installPackage(file, extensions) });
    try {
      const workbench = await session.openWindow();
      try {
        await workbench.activity('Keyless Containers').click();
        await workbench.tree('Keyless Containers').find('Contoso Production', 'Registries');
        assert.equal(await workbench.isActive('keyless.keyless-containers'), true);
      } finally {
        await workbench.picture('package');
      }
    } finally {
      await session.stop();
    }
  });
});
