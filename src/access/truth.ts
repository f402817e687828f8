/** Yes, no, or undefined: can't tell. */
export type Truth = boolean | undefined;

export function all(parts: readonly Truth[]): Truth {
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

export function any(parts: readonly Truth[]): Truth {
  return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
}

export function not(part: Truth): Truth {
  return part === undefined ? undefined : !part;
}
