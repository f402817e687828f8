import { json } from './errors';
import type { Call } from './route';
import type { SandboxResponse } from './types';

/** A list's answer: one page of it, with a `nextLink` where more follow. Only for lists that Azure pages. */
export function page(call: Pick<Call, 'request' | 'query' | 'pageSize'>, items: readonly unknown[]): SandboxResponse {
  const from = Number(call.query.get('$skiptoken') ?? call.query.get('$skipToken') ?? 0) || 0;
  const value = items.slice(from, from + call.pageSize);
  const next = from + call.pageSize;
  if (next >= items.length) return json(200, { value });
  const url = new URL(call.request.url);
  url.searchParams.set('$skiptoken', String(next));
  return json(200, { value, nextLink: url.toString() });
}
