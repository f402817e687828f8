type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined | null> };

/** The object without its undefined and null properties: optional properties of the model are absent, never undefined. */
export function present<T extends object>(value: T): Present<T> {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(entries) as Present<T>;
}
