import { standIn } from './vscodeStandIn';
import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import type { FindingMessage } from '../../src/model/message';
import { findingMessages } from '../../src/model/messages/findings';
import { createSandbox } from '../../src/sandbox/main';
import { renderError } from '../../src/ui/render';
import { renderFinding } from '../../src/ui/renderFinding';
import { placeholders } from '../l10n/translated';
import { isWhole, pseudoTranslator } from '../l10n/pseudo';
import { ShownTree } from './shownTree';

describe('in a pseudo language', () => {
  const { t } = standIn.l10n;

  before(() => {
    standIn.l10n.t = pseudoTranslator();
  });

  after(() => {
    standIn.l10n.t = t;
  });

  for (const key of Object.keys(findingMessages) as FindingMessage['key'][]) {
    it(`${key} is one translated sentence with its arguments in it`, () => {
      const names = placeholders(findingMessages[key]);
      const sentence: FindingMessage = { key, args: Object.fromEntries(names.map((name) => [name, `<${name}>`])) };
      const shown = renderFinding(sentence);
      assert.ok(isWhole(shown), shown);
      assert.deepEqual(
        names.filter((name) => !shown.includes(`<${name}>`)),
        [],
      );
    });
  }

  it('an error is one translated sentence, whether it is known or not', () => {
    for (const error of [new AppError('SignedOut', { key: 'error.signedOut', args: {} }), new Error('reason'), 'reason']) {
      assert.ok(isWhole(renderError(error)), renderError(error));
    }
  });

  it('what a screen reader says of a row of the tree is one translated sentence', async () => {
    const open = createSandbox({ speed: 0 });
    const tree = await ShownTree.open(open, async () => undefined);
    try {
      await tree.first();
      const lists = (['registries', 'identities', 'containerGroups'] as const).map((kind) => tree.expandLists(kind));
      const below = await Promise.all((await Promise.all(lists)).flat().map((node) => tree.expand(node)));
      const parts = below.flat().filter(({ kind }) => kind === 'access' || kind === 'usedBy' || kind === 'principal');
      const rows = await Promise.all(parts.map((node) => tree.expand(node)));
      await Promise.all(
        rows
          .flat()
          .filter(({ kind }) => kind === 'principal')
          .map((node) => tree.expand(node)),
      );
      const labels = tree.shownItems().flatMap(({ accessibilityInformation }) => accessibilityInformation?.label ?? []);
      assert.ok(labels.length > 10, `${labels.length} labels`);
      assert.deepEqual(
        labels.filter((label) => !isWhole(label)),
        [],
      );
    } finally {
      tree.dispose();
    }
  });
});
