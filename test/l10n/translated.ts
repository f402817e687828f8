import ts from 'typescript';
import { findingMessages } from '../../src/model/messages/findings';
import { propertyMessages } from '../../src/model/messages/properties';
import { place, uiSources, visit } from './sources';

/** One call of `vscode.l10n.t`. */
export interface TranslatedText {
  readonly place: string;
  /** In English, which is also its key; undefined where it is no literal and so cannot be collected. */
  readonly text: string | undefined;
  /** The names of the arguments, `0`, `1`, … where they have none. */
  readonly args: readonly string[];
}

/** The calls whose texts are no literals: their texts are those of `messages`, and of what judges definitions. */
const rendersMessages: readonly string[] = ['src/ui/render.ts', 'src/ui/renderFinding.ts'];

export function translatedTexts(sources = uiSources()): readonly TranslatedText[] {
  const found: TranslatedText[] = [];
  for (const source of sources) {
    visit(source, (node) => {
      if (!ts.isCallExpression(node) || !/(^|\.)l10n\.t$/.test(node.expression.getText())) return;
      const [first, ...rest] = node.arguments;
      const text = first && ts.isStringLiteralLike(first) ? first.text : undefined;
      if (text === undefined && rendersMessages.includes(source.fileName)) return;
      found.push({ place: place(node), text, args: argumentNames(rest) });
    });
  }
  return found;
}

function argumentNames(given: readonly ts.Expression[]): readonly string[] {
  const [only] = given;
  if (only && ts.isObjectLiteralExpression(only)) return only.properties.map((property) => property.name?.getText() ?? '…');
  return given.map((_, index) => String(index));
}

/** What `l10n/bundle.l10n.json` must hold: every English text by itself, in alphabetical order. */
export function bundleTexts(): Readonly<Record<string, string>> {
  const texts = new Set([
    ...Object.values<string>(findingMessages),
    ...Object.values<string>(propertyMessages),
    ...translatedTexts().flatMap(({ text }) => text ?? []),
  ]);
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}

export function placeholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string))].sort();
}
