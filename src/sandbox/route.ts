/** How a part of the sandbox says which requests it answers. */
import type { SandboxRequest, SandboxResponse } from './types';
import type { SandboxPrincipal, World } from './world';
import type { SandboxClock } from './clock';

/** What a route's handler gets. Path parameters keep the caller's spelling. */
export interface Call {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly now: number;
  readonly request: SandboxRequest;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON body, or undefined where there is none. */
  readonly body: unknown;
  /** Who the request's token is of. */
  readonly caller: SandboxPrincipal;
}

export interface Route {
  readonly method: string;
  /**
   * Path template below the host, such as `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}`; matched without regard to
   * case, repeated slashes folded. `{name}` matches one segment; `{+scope}` matches the rest or, at the start, any number of segments.
   */
  readonly path: string;
  /** Newest first; a request with another api-version is refused as Azure refuses it. Absent: no api-version is asked for. */
  readonly apiVersions?: readonly string[];
  /** The RBAC action the caller needs, and at which scope (default: the path's own resource). */
  readonly action?: string;
  readonly handle: (call: Call) => SandboxResponse | Promise<SandboxResponse>;
}
