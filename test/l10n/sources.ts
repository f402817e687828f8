import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../launch/paths';

/** The syntax trees of `src/ui` and `src/extension.ts`: only these import `vscode`, so only they speak to the user. */
export function uiSources(): readonly ts.SourceFile[] {
  const files = readdirSync(join(projectFolder, 'src/ui'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/ui/${file.replaceAll(sep, '/')}`);
  return ['src/extension.ts', ...files.sort()].map((file) => parse(file, readFileSync(join(projectFolder, file), 'utf8')));
}

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** `src/ui/app.ts:12`. */
export function place(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
