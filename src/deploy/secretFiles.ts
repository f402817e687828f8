/** Of one secret volume, asked for one after the other. */
export const mostFiles = 10;

/**
 * Of one file. Azure documents no limit of secret volumes, but Azure Resource Manager takes no request of more than 4 MB, in which a file is a
 * third longer: https://github.com/Azure/bicep-extensibility/pull/150. What Azure counts as a MB is not said: the larger is meant here, so that
 * only what can't be sent is refused. Several files can be too large together; that is for Azure to say.
 */
export const mostBytes = 3 * 1024 * 1024;

/** The content of a secret volume's file as Azure takes it: every byte of it. */
export function fileContent(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The names that a person wrote, separated by commas; undefined where they can't be names of one volume's files. */
export function fileNames(written: string): readonly string[] | undefined {
  const names = written.split(',').map((name) => name.trim());
  const isGood = names.every((name) => /^[^/\\:\s]+$/.test(name)) && new Set(names).size === names.length && names.length <= mostFiles;
  return isGood ? names : undefined;
}

/** Names in a volume for files that have been chosen: their own, each once, with a hyphen for what `fileNames` does not take. */
export function suggestedNames(chosen: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const file of chosen) {
    const name = file.replaceAll(/[/\\:,\s]+/g, '-');
    let suggested = name;
    for (let number = 2; names.includes(suggested); number++) suggested = `${name}-${number}`;
    names.push(suggested);
  }
  return names;
}
