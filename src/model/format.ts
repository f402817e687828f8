const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago an instant (ISO 8601) was, in whole units of the largest that fits: "3 days ago". Empty where the text is no instant. */
export function formatAge(instant: string, now: number, language: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return '';
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const past = Math.max(0, now - at);
  const step = steps.find(([, ms]) => past >= ms);
  return step ? relative.format(-Math.floor(past / step[1]), step[0]) : relative.format(0, 'second');
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes in decimal units, as registries count them: "12.3 MB". */
export function formatSize(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: byteUnits[unit],
    unitDisplay: 'short',
    maximumFractionDigits: unit > 0 && value < 100 ? 1 : 0,
  }).format(value);
}

/** The first characters of a digest, as command lines show them: "sha256:0123456789ab". */
export function shortDigest(digest: string): string {
  const [algorithm, hash] = digest.split(':');
  return hash === undefined ? digest : `${algorithm}:${hash.slice(0, 12)}`;
}
