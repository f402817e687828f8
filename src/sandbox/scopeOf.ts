import { foldPath } from './router';

/**
 * The scope at which a request's action is checked: the resource that the path names; for a list or an action on a type, what holds it.
 */
export function scopeOf(path: string): string {
  const folded = foldPath(path);
  const at = folded.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) {
    const parts = folded.split('/').slice(1);
    return parts.length % 2 === 0 ? folded : `/${parts.slice(0, -1).join('/')}`;
  }
  const [, , namespace, ...segments] = folded.slice(at).split('/');
  if (!namespace || segments.length < 2) return folded.slice(0, at) || '/';
  const whole = segments.length % 2 === 0 ? segments : segments.slice(0, -1);
  return `${folded.slice(0, at)}/providers/${namespace}/${whole.join('/')}`;
}
