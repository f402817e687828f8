/** Everything that the sandbox answers, put together. The first route that fits a request wins. */
import type { DataRoute, DueHandler, Route } from './route';

export const routes: readonly Route[] = [];

/** At the hosts of registries. */
export const dataRoutes: readonly DataRoute[] = [];

export const dueHandlers: Readonly<Record<string, DueHandler>> = {};
