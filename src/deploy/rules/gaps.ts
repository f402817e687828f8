/** Places in a definition where a value must be written first. */
import type { Path } from '../../model/finding';
import { message } from '../../model/message';
import { secretName, secretProperties } from '../../model/secrets';
import { isObject } from '../properties/canonical';
import { dotted, shown } from './findings';
import type { Findings } from './findings';
import { askedAt, isPlaceholder, isSampleRegistry } from './placeholders';

const gapPattern = /^\{\{value:(.+)\}\}$/s;

/** What stands for an expression of a template that can't be worked out. */
export function gap(expression: string): string {
  return `{{value:${expression}}}`;
}

export function isGap(value: unknown): boolean {
  return typeof value === 'string' && (gapPattern.test(value) || secretName(value) !== undefined);
}

/**
 * Finds placeholders, so that none is deployed as if it were the value. What only looks like one is a warning: it may be meant.
 * @param known names of secrets whose values are there.
 */
export function checkGaps(definition: unknown, known: ReadonlySet<string>, findings: Findings): void {
  visit(definition, [], (text, path) => {
    const secret = secretName(text);
    if (secret !== undefined) {
      // Only where secrets stand are placeholders filled in.
      const isFilledIn = known.has(secret) && path.some((step) => secretProperties.has(String(step).toLowerCase()));
      if (!isFilledIn) findings.add('error', 'SecretMissing', path, message('definition.secretMissing', { name: secret }));
      return;
    }
    const expression = gapPattern.exec(text)?.[1];
    if (expression !== undefined) {
      findings.add('error', 'ValueMissing', path, message('definition.valueMissing', { expression: shown(expression) }));
    } else if (isPlaceholder(text, path) && !findings.hasAt(path)) {
      const args = { value: shown(text), property: dotted(isAttached(path) ? path.slice(0, -1) : path) };
      const asks = askedAt(path, text, definition);
      findings.add('warning', 'LooksLikePlaceholder', path, message('definition.placeholder', args), { asks });
    } else if (isSampleRegistry(text, path) && !findings.hasAt(path)) {
      const asks = askedAt(path, text, definition);
      findings.add('information', 'SampleRegistry', path, message('definition.sampleRegistry', { value: shown(text) }), { asks });
    }
  });
}

function visit(value: unknown, path: Path, see: (text: string, path: Path) => void): void {
  if (typeof value === 'string') see(value, path);
  else if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index], see));
  else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (isAttached([...path, name])) see(name, [...path, name]);
      visit(inner, [...path, name], see);
    }
  }
}

/** Whether a path is that of an attached identity, whose id is a name. */
function isAttached(path: Path): boolean {
  return path.at(-2) === 'userAssignedIdentities';
}
