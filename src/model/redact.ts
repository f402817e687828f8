const secretWords =
  'password|passwd|pwd|secret|secureValue|access_token|refresh_token|id_token|accountKey|storageAccountKey|workspaceKey|sig';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  // A JSON Web Token, wherever it stands.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '***'],
  [new RegExp(`("(?:${secretWords})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), '$1"***"'],
  [new RegExp(`\\b((?:${secretWords})=)[^&\\s"']+`, 'gi'), '$1***'],
];

/** Takes tokens, passwords and signatures out of a text for the log. */
export function redact(text: string): string {
  return patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
