import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../launch/paths';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string; icon?: string }[];
    readonly menus: Readonly<Record<string, readonly { command?: string; when?: string; group?: string }[]>>;
    readonly viewsWelcome: readonly { contents: string }[];
    readonly walkthroughs: readonly { id: string; description: string; steps: readonly Step[] }[];
  };
}

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

const text = readFileSync(join(projectFolder, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(projectFolder, 'package.nls.json'), 'utf8')) as Record<string, string>;
const commands = manifest.contributes.commands;
const known = new Set(commands.map(({ command }) => command));
const resolve = (value: string) => strings[value.replace(/^%|%$/g, '')];

/** The texts of welcomes and tours, which may have links. */
function shownTexts(): readonly string[] {
  const { viewsWelcome, walkthroughs } = manifest.contributes;
  const texts = [
    ...viewsWelcome.map(({ contents }) => contents),
    ...walkthroughs.flatMap(({ description, steps }) => [description, ...steps.map((step) => step.description)]),
  ];
  return texts.map((shown) => resolve(shown) ?? '');
}

describe('package.json', () => {
  it('has every %key% in package.nls.json, and no string there is left over', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key as string);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
  });

  it('gives every command a title and the category', () => {
    for (const { command, title, category } of commands) {
      assert.match(command, /^keylessContainers\.\w+$/);
      assert.ok(resolve(title), `${command} has no title`);
      assert.equal(category, '%category%', command);
    }
  });

  it('offers in its menus only commands that it declares', () => {
    const offered = Object.values(manifest.contributes.menus)
      .flat()
      .flatMap(({ command }) => command ?? []);
    assert.deepEqual(
      offered.filter((command) => !known.has(command)),
      [],
    );
  });

  it('gives an icon to every command that is offered inline or in a title bar', () => {
    const icons = new Set(commands.filter(({ icon }) => icon).map(({ command }) => command));
    const shown = Object.values(manifest.contributes.menus)
      .flat()
      .filter(({ group }) => /^(inline|navigation)/.test(group ?? ''));
    assert.ok(shown.length > 0);
    assert.deepEqual(
      shown.filter(({ command }) => !icons.has(command ?? '')),
      [],
    );
  });

  it('links only to commands and tours that it declares', () => {
    const links = shownTexts().flatMap((shown) => [...shown.matchAll(/\(command:([\w.]+)(?:\?([^)]*))?\)/g)]);
    assert.ok(links.length > manifest.contributes.walkthroughs.length);
    for (const [, command = '', argument] of links) {
      if (command === 'workbench.action.openWalkthrough') {
        const ids = manifest.contributes.walkthroughs.map(({ id }) => `${manifest.publisher}.${manifest.name}#${id}`);
        assert.ok(ids.includes((JSON.parse(decodeURIComponent(argument ?? '')) as string[])[0] ?? ''), argument);
      } else {
        assert.ok(known.has(command), command);
      }
    }
  });

  it('shows every step of its tours with a picture in words, and knows by a command or a context when it is done', () => {
    for (const { id, steps } of manifest.contributes.walkthroughs) {
      assert.ok(steps.length > 0, id);
      for (const { id, media, completionEvents } of steps) {
        assert.ok(existsSync(join(projectFolder, media.svg)), media.svg);
        assert.ok(resolve(media.altText), id);
        assert.ok(completionEvents.length > 0, id);
        for (const event of completionEvents) {
          const [, kind, what = ''] = /^(onCommand|onContext):(.+)$/.exec(event) ?? [];
          assert.ok(kind === 'onCommand' ? known.has(what) : what.startsWith('keylessContainers.'), event);
        }
      }
    }
  });

  it('takes colours of pictures from the theme', () => {
    const folder = join(projectFolder, 'media/walkthrough');
    for (const file of readdirSync(folder)) {
      const colours = [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) => colour);
      assert.ok(colours.length > 0, file);
      assert.deepEqual(
        colours.filter((colour) => colour !== 'none' && !colour.startsWith('var(--vscode-')),
        [],
        file,
      );
    }
  });

  it('says of every command of a row when the palette has it, too', () => {
    const { commandPalette = [], 'view/item/context': rows = [], ...others } = manifest.contributes.menus;
    const elsewhere = new Set(Object.values(others).flatMap((entries) => entries.map(({ command }) => command)));
    const ofRows = rows.filter(({ command }) => !elsewhere.has(command));
    assert.ok(ofRows.length > 0);
    assert.deepEqual(
      ofRows.filter(({ command }) => !commandPalette.some((entry) => entry.command === command && entry.when)),
      [],
    );
  });

  it('keeps what destroys apart from the rest of a menu', () => {
    const entries = Object.values(manifest.contributes.menus).flat();
    const destroying = entries.filter(({ command, group }) => group && /\.(delete|reset)/.test(command ?? ''));
    assert.ok(destroying.length > 1);
    for (const { command, group } of destroying) assert.match(group ?? '', /^9_delete@/, command);
  });

  it('writes the titles of commands like titles: no emoji, no full stop, and lower case only for small words', () => {
    const small = new Set(['a', 'an', 'and', 'as', 'for', 'in', 'of', 'on', 'to', 'the']);
    for (const { title } of commands) {
      const shown = resolve(title) ?? '';
      assert.doesNotMatch(shown, /\p{Extended_Pictographic}|\.$/u);
      const lower = shown.split(/[ (]/).filter((word, index) => /^\p{Ll}/u.test(word) && (index === 0 || !small.has(word)));
      assert.deepEqual(lower, [], shown);
    }
  });
});
