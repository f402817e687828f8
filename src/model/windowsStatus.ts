/** What ended a program of Windows that did not end by itself, as far as the number says. */
export type WindowsEnd = 'accessViolation' | 'missingLibrary' | 'interrupted';

/** https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55 */
const ends: Readonly<Record<number, WindowsEnd>> = {
  0xc0000005: 'accessViolation',
  0xc0000135: 'missingLibrary',
  0xc000013a: 'interrupted',
};

/** Azure may write such a code with a sign or without. */
export function windowsEnd(code: number): WindowsEnd | undefined {
  return ends[code >>> 0];
}

/** A code that is no small number, as pages about Windows write it. */
export function inHexadecimal(code: number): string | undefined {
  const unsigned = code >>> 0;
  return unsigned >= 0x80000000 ? `0x${unsigned.toString(16).toUpperCase()}` : undefined;
}
