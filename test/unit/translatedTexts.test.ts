import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingMessages } from '../../src/model/messages/findings';
import { parse } from '../l10n/sources';
import { bundleTexts, placeholders, translatedTexts } from '../l10n/translated';
import { untranslatedTexts } from '../l10n/untranslated';
import { projectFolder } from '../launch/paths';

/** Azure's own names of SKUs. */
const properNames = /^src\/ui\/wizards\/createRegistryWizard\.ts:\d+ '(Basic|Standard|Premium)'$/;

describe('l10n/bundle.l10n.json', () => {
  const bundle = JSON.parse(readFileSync(join(projectFolder, 'l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;

  it('holds the texts of the sources, each by itself; if not, `npm run l10n` writes it anew', () => {
    const texts = bundleTexts();
    const missing = Object.keys(texts).filter((text) => !(text in bundle));
    const extra = Object.keys(bundle).filter((text) => !(text in texts));
    assert.deepEqual({ missing, extra }, { missing: [], extra: [] });
    assert.deepEqual(bundle, texts);
  });
});

describe('texts of the user interface', () => {
  const texts = translatedTexts();

  it('are literals where they are translated, so that they can be collected', () => {
    assert.ok(texts.length > 100, `${texts.length} texts`);
    assert.deepEqual(
      texts.filter(({ text }) => text === undefined).map(({ place }) => place),
      [],
    );
  });

  it('have a placeholder for every argument, and an argument for every placeholder', () => {
    const wrong = texts.filter(({ text = '', args }) => placeholders(text).join() !== [...args].sort().join());
    assert.deepEqual(wrong, []);
  });

  it('are translated wherever they are shown', () => {
    assert.deepEqual(
      untranslatedTexts().filter((text) => !properNames.test(text)),
      [],
    );
  });
});

describe('the search for untranslated texts', () => {
  const untranslated = [
    "void vscode.window.showInformationMessage('Done it.');",
    "void vscode.window.showWarningMessage(vscode.l10n.t('Delete?'), { modal: true, detail: 'It is gone.' }, yes);",
    "input.placeholder = found ? 'Choose one' : '';",
    'new vscode.TreeItem(`$(add) New ${name}`);',
    'const html = `<p class="hint">Nothing yet: ${escape(name)}</p>`;',
  ];
  for (const code of untranslated) {
    it(`finds ${code}`, () => assert.equal(untranslatedTexts([parse('a.ts', code)]).length, 1));
  }

  const good = [
    "void vscode.window.showInformationMessage(vscode.l10n.t('Done it.'));",
    "const choice = { label: `$(add) ${vscode.l10n.t('New')}`, description: group.name, detail: '' };",
    'const html = `<p class="hint" role="note">✗ ${escape(text)}</p>`;',
    "const description = parts.join(' · ');",
  ];
  for (const code of good) {
    it(`passes ${code}`, () => assert.deepEqual(untranslatedTexts([parse('a.ts', code)]), []));
  }
});

describe('messages', () => {
  for (const [key, sentence] of Object.entries(findingMessages)) {
    it(`${key} names its placeholders in words`, () => {
      const braces = sentence.match(/[{}]/g) ?? [];
      const named = sentence.match(/\{[A-Za-z]\w*\}/g) ?? [];
      assert.equal(braces.length, named.length * 2, sentence);
    });
  }
});
