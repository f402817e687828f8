import { isAtOrAbove } from '../model/resourceId';
import type { Call } from './route';
import { requireScope } from './scopeExists';

/** The parts of `$filter`: the sandbox knows them joined by `and`, and no parentheses. */
export function filterParts(query: URLSearchParams): string[] {
  return (query.get('$filter') ?? '')
    .split(/\s+and\s+/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * What stands at, above and below the scope that a list is asked for at and fits every part of `$filter`; `atScope()` leaves out what is below.
 * `test` reads any other part, and throws where it does not know it.
 */
export function filtered<T extends { readonly scope: string }>(
  call: Pick<Call, 'world' | 'params' | 'query'>,
  all: readonly T[],
  test: (part: string) => (item: T) => boolean,
): T[] {
  const scope = call.params['scope'] ?? '';
  requireScope(call.world, scope);
  const isAbove = (item: T) => isAtOrAbove(item.scope, scope);
  const tests = filterParts(call.query).map((part) => (/^atScope\(\)$/i.test(part) ? isAbove : test(part)));
  return all.filter((item) => (isAbove(item) || isAtOrAbove(scope, item.scope)) && tests.every((holds) => holds(item)));
}
