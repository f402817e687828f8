import type { Session } from '../session';
import type { Store } from '../store';

/** What it takes to read what the tree shows. */
export interface ReadContext {
  readonly session: Session;
  readonly store: Store;
  readonly signal?: AbortSignal;
}

/** What nodes need to read their children and to show themselves. */
export interface TreeContext extends ReadContext {
  /** BCP 47 tag of the user's language, for numbers and dates. */
  readonly language: string;
  /** How much of a list in pages the user has asked for: 1 at first. */
  pagesShown(nodeId: string): number;
  /** Whether a container group is watched. */
  isWatched(groupId: string): boolean;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
}
