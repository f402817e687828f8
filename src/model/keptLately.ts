const keptAtMost = 500;

/** Makes something of a text once, for the few texts that come again and again; when there are many, all are forgotten. */
export function keptLately<T>(make: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    if (kept.has(text)) return kept.get(text) as T;
    if (kept.size >= keptAtMost) kept.clear();
    const made = make(text);
    kept.set(text, made);
    return made;
  };
}
