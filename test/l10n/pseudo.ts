import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../launch/paths';

const plain = 'AEIOUCNaeioucn';
const accented = 'ÅÉÎÖÛÇÑåéîöûçñ';

/** `Retry` as `⟦Rétry~~⟧`: readable, a third longer, and its ends can be seen. Placeholders stay as they are. */
export function pseudo(text: string): string {
  const letters = text.replace(/\{\w+\}|./gs, (part) => (part.length > 1 ? part : (accented[plain.indexOf(part)] ?? part)));
  return `⟦${letters}${'~'.repeat(Math.ceil(text.length * 0.3))}⟧`;
}

/** `vscode.l10n.t` of a VS Code whose language is the pseudo language: a text that the bundle does not hold stays English. */
export function pseudoTranslator(): (text: string, ...args: readonly unknown[]) => string {
  const bundle = JSON.parse(readFileSync(join(projectFolder, 'l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;
  return (text, ...args) => {
    const values = (args.length === 1 && typeof args[0] === 'object' ? args[0] : args) as Readonly<Record<string, string | number>>;
    const known = bundle[text];
    return (known === undefined ? text : pseudo(known)).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

/** Whether a shown text is one translated sentence from end to end, whatever translated texts its arguments are. */
export function isWhole(text: string): boolean {
  let depth = 0;
  return [...text].every((character, index, all) => {
    if (character === '⟦') depth++;
    if (character === '⟧') depth--;
    return depth > 0 || (character === '⟧' && index === all.length - 1);
  });
}
