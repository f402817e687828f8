import { parseImageReference } from '../../model/imageReference';
import type { PullQuestion } from './pullQuestion';

/** What a question is about: a registry, a repository in it, or one image. */
export interface PullTarget {
  /** Lower-case login server. */
  readonly server: string;
  readonly repository?: string;
  /** A tag or a digest. */
  readonly reference?: string;
}

/** Undefined where the reference is malformed. */
export function targetOf({ image, about }: Pick<PullQuestion, 'image' | 'about'>): PullTarget | undefined {
  if (about === 'registry') return { server: image.toLowerCase() };
  const parsed = parseImageReference(image);
  if (!parsed) return undefined;
  const { server, repository, tag, digest } = parsed;
  const reference = digest ?? tag;
  return { server, repository, ...(about === 'image' && reference !== undefined ? { reference } : {}) };
}
