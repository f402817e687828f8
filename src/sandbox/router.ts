/** Path templates: matched without regard to case, with the caller's spelling kept in the parameters. */
export interface Routed<T> {
  readonly route: T;
  readonly params: Record<string, string>;
}

interface Compiled<T> {
  readonly route: T;
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export class Router<T extends { readonly method: string; readonly path: string }> {
  private readonly compiled: readonly Compiled<T>[];

  /** The first route that fits wins: put the more particular one first. */
  constructor(routes: readonly T[]) {
    this.compiled = routes.map((route) => ({ route, method: route.method.toUpperCase(), ...compile(route.path) }));
  }

  find(method: string, path: string): Routed<T> | undefined {
    for (const candidate of this.compiled) {
      if (candidate.method !== method.toUpperCase()) continue;
      const match = candidate.pattern.exec(path);
      if (!match) continue;
      return { route: candidate.route, params: parameters(candidate.names, match) };
    }
    return undefined;
  }
}

/** Folds repeated slashes and drops a trailing one. */
export function foldPath(path: string): string {
  const folded = path.replace(/\/{2,}/g, '/');
  return folded.length > 1 ? folded.replace(/\/$/, '') : folded;
}

function compile(template: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = foldPath(template)
    .split('/')
    .slice(1)
    .map((segment) => {
      const name = /^\{(\+?)(\w+)\}$/.exec(segment);
      if (!name) return `/${segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
      names.push(name[2] ?? '');
      return name[1] ? '((?:/[^/]+)*)' : '/([^/]+)';
    })
    .join('');
  return { pattern: new RegExp(`^${source || '/'}$`, 'i'), names };
}

function parameters(names: readonly string[], match: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? '')]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
