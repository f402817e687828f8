/** Reading JSON whose shape nobody has checked. Azure matches property names of requests without regard to case. */
export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The value at a path of property names, or undefined. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    const object = asObject(at);
    if (!object) return undefined;
    const key = name in object ? name : Object.keys(object).find((other) => other.toLowerCase() === name.toLowerCase());
    at = key === undefined ? undefined : object[key];
  }
  return at;
}

/** The text at a path, or undefined where there is none or something else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function flagAt(value: unknown, ...path: readonly string[]): boolean | undefined {
  const found = field(value, ...path);
  return typeof found === 'boolean' ? found : undefined;
}

/** Tags as sent, values made text; undefined where none were sent. */
export function tagsAt(value: unknown): Record<string, string> | undefined {
  const tags = asObject(field(value, 'tags'));
  return tags && Object.fromEntries(Object.entries(tags).map(([name, text]) => [name, String(text)]));
}
