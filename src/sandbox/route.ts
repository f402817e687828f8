/** How a part of the sandbox says which requests it answers. */
import type { SandboxRequest, SandboxResponse } from './types';
import type { DueChange, SandboxPrincipal, World } from './world';
import type { SandboxClock } from './clock';
import type { Terminals } from './terminals';

/** What a handler at a registry's own host gets: it reads the request's credentials itself. */
export interface DataCall {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly now: number;
  readonly request: SandboxRequest;
  /** Lower-case host. */
  readonly host: string;
  /** Repeated slashes folded, the caller's spelling otherwise. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON body, or undefined where there is none. */
  readonly body: unknown;
  /** The most a page of a list holds. */
  readonly pageSize: number;
  readonly terminals: Terminals;
}

/** What a route's handler gets. Path parameters keep the caller's spelling. */
export interface Call extends DataCall {
  /** Who the request's token is of. */
  readonly caller: SandboxPrincipal;
}

export interface Route {
  readonly method: string;
  /**
   * Path template below the host, such as `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}`; matched without regard to
   * case, repeated slashes folded. `{name}` matches one segment; `{+scope}` any number of segments (also none), and its value keeps
   * the slash before each (`/subscriptions/…`, `/team/app`).
   * Parameters with a meaning: `subscriptionId` and `resourceGroup` must exist (a `PUT` of the group itself excepted).
   */
  readonly path: string;
  /** Newest first; a request with another api-version is refused as Azure refuses it. Absent: no api-version is asked for. */
  readonly apiVersions?: readonly string[];
  /** The RBAC action the caller needs, and at which scope (default: the path's own resource). */
  readonly action?: string;
  readonly scope?: (params: Readonly<Record<string, string>>) => string;
  /** The group need not exist (its own PUT and HEAD, DELETE of what is gone). */
  readonly withoutGroup?: boolean;
  readonly handle: (call: Call) => SandboxResponse | Promise<SandboxResponse>;
}

/** A route at the host of a registry, Azure's or not. Neither api-version nor RBAC is looked at before `handle`. */
export interface DataRoute {
  readonly method: string;
  readonly path: string;
  readonly handle: (call: DataCall) => SandboxResponse | Promise<SandboxResponse>;
}

/** Makes a due change happen. `now` is the instant for which it was due. */
export type DueHandler = (world: World, change: DueChange, now: number) => void;
