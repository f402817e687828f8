import ts from 'typescript';
import { place, uiSources, visit } from './sources';

/** Properties and options that VS Code shows. */
const shownProperties = new Set(
  'title label detail description placeholder placeHolder prompt tooltip message validationMessage heading'.split(' '),
);

/** Which of its arguments a call shows; those of a message are all its buttons, too. */
const shownArguments: ReadonlyMap<string, readonly number[] | 'all'> = new Map<string, readonly number[] | 'all'>([
  ['showInformationMessage', 'all'],
  ['showWarningMessage', 'all'],
  ['showErrorMessage', 'all'],
  ['setStatusBarMessage', [0]],
  ['showQuickPick', [0]],
  ['createWebviewPanel', [1]],
  ['appendText', [0]],
  ['appendMarkdown', [0]],
  ['TreeItem', [0]],
  ['Diagnostic', [1]],
  ['MarkdownString', [0]],
  ['separator', [0]],
  ['emptyNode', [1]],
  ['button', [1]],
]);

/** Literals in places that are shown to the user, as `file:line text`. It knows the usual places, not every way to them. */
export function untranslatedTexts(sources = uiSources()): readonly string[] {
  const found: string[] = [];
  const see = (expression: ts.Expression | undefined): void => {
    for (const literal of expression ? literals(expression) : []) {
      if (hasWords(words(literal))) found.push(`${place(literal)} ${literal.getText()}`);
    }
  };
  for (const source of sources) {
    visit(source, (node) => {
      if (ts.isPropertyAssignment(node) && shownProperties.has(node.name.getText())) see(node.initializer);
      if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
        if (ts.isPropertyAccessExpression(node.left) && shownProperties.has(node.left.name.text)) see(node.right);
      }
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const shown = shownArguments.get(node.expression.getText().replace(/^.*\./s, '')) ?? [];
        node.arguments?.forEach((argument, index) => (shown === 'all' || shown.includes(index)) && see(argument));
      }
      if (isLiteral(node) && node.getText().includes('</')) see(node);
    });
  }
  return [...new Set(found)];
}

type Literal = ts.StringLiteralLike | ts.TemplateExpression;

function isLiteral(node: ts.Node): node is Literal {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** The literals that an expression may come to, without those of calls in it. */
function literals(node: ts.Expression): readonly Literal[] {
  if (isLiteral(node)) return [node];
  if (ts.isParenthesizedExpression(node)) return literals(node.expression);
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...literals(node.left), ...literals(node.right)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literals);
  return [];
}

/** A literal's text without what is no language: icons, tags, styles, scripts, addresses of links. */
function words(literal: Literal): string {
  const text = ts.isStringLiteralLike(literal)
    ? literal.text
    : [literal.head.text, ...literal.templateSpans.map((span) => span.literal.text)].join(' ');
  return text
    .replace(/<(style|script)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\$\([\w-]*\)?|\]\([^)]*\)/g, ' ')
    .replace(/&#?\w+;/g, ' ');
}

function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text);
}
