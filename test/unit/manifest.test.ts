import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string; icon?: string }[];
    readonly menus: Readonly<Record<string, readonly { command?: string; submenu?: string; when?: string }[]>>;
    readonly viewsWelcome: readonly { contents: string }[];
  };
}

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const commands = manifest.contributes.commands;
const resolve = (value: string) => strings[value.replace(/^%|%$/g, '')];

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
    const known = new Set(commands.map(({ command }) => command));
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
    const menus = manifest.contributes.menus as Record<string, readonly { command: string; group?: string }[]>;
    const shown = Object.values(menus)
      .flat()
      .filter(({ group }) => /^(inline|navigation)/.test(group ?? ''));
    assert.ok(shown.length > 0);
    assert.deepEqual(
      shown.filter(({ command }) => !icons.has(command)),
      [],
    );
  });

  it('links only to commands that it declares from the welcome of its views', () => {
    const links = manifest.contributes.viewsWelcome.flatMap(({ contents }) => [
      ...(resolve(contents) ?? '').matchAll(/\(command:([\w.]+)\)/g),
    ]);
    assert.ok(links.length > 0);
    for (const [, command] of links)
      assert.ok(
        commands.some((known) => known.command === command),
        command,
      );
  });
});
