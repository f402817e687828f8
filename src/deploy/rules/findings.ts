import type { Asked, Finding, Fix, Path, Severity } from '../../model/finding';
import type { FindingMessage } from '../../model/message';
import { message } from '../../model/message';

interface More {
  readonly source?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly asks?: Asked | undefined;
}

/** Takes findings in, in the order in which they are found. */
export class Findings {
  readonly all: Finding[] = [];

  add(severity: Severity, code: string, path: Path, text: FindingMessage, { source, fix, asks }: More = {}): void {
    const more = { ...(source ? { source } : {}), ...(fix ? { fix } : {}), ...(asks ? { asks } : {}) };
    this.all.push({ severity, code, path, message: text, ...more });
  }

  /** Whether something has been found at a place, or at one that it stands in. */
  hasAt(path: Path): boolean {
    return this.all.some(
      (found) => found.path.length <= path.length && found.path.every((step, index) => step === path[index]) && found.path.length > 0,
    );
  }
}

export function setTo(path: Path, value: unknown): Fix {
  return { title: message('fix.set', { value: shown(value) }), edits: [{ kind: 'set', path, value }] };
}

export function added(path: Path, value: unknown): Fix {
  const title = message('fix.addProperty', { property: String(path.at(-1)), value: shown(value) });
  return { title, edits: [{ kind: 'set', path, value }] };
}

export function removed(path: Path): Fix {
  return { title: message('fix.remove', { property: String(path.at(-1)) }), edits: [{ kind: 'remove', path }] };
}

/** `properties.containers[0].name`, as the service writes it. */
export function dotted(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}

/** A value in a sentence: short, on one line, and never a whole object. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
