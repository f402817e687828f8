/** Registers nothing yet. */
export function activate(): void {
  // The composition root comes here.
}
