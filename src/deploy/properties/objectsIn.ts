import type { Path } from '../../model/finding';
import { isObject } from './canonical';

/** The objects of a list that may be any JSON, each with its place. */
export function objectsIn(list: unknown, path: Path): readonly (readonly [Record<string, unknown>, Path])[] {
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).flatMap((item, index) => (isObject(item) ? [[item, [...path, index]] as const] : []));
}
