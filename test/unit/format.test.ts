import assert from 'node:assert/strict';
import { formatAge, formatSize, shortDigest } from '../../src/model/format';

const now = Date.parse('2026-06-15T12:00:00Z');

describe('formatAge', () => {
  const ages: readonly (readonly [instant: string, language: string, text: string])[] = [
    ['2026-06-15T11:59:31Z', 'en', 'now'],
    ['2026-06-15T11:59:00Z', 'en', '1 minute ago'],
    ['2026-06-15T10:01:00Z', 'en', '1 hour ago'],
    ['2026-06-14T12:00:00Z', 'en', 'yesterday'],
    ['2026-06-12T11:00:00Z', 'en', '3 days ago'],
    ['2026-03-15T12:00:00Z', 'en', '3 months ago'],
    ['2024-06-01T12:00:00Z', 'en', '2 years ago'],
    ['2026-06-12T11:00:00Z', 'de', 'vor 3 Tagen'],
    // A clock that is ahead of ours.
    ['2026-06-15T12:05:00Z', 'en', 'now'],
    ['not a date', 'en', ''],
  ];
  for (const [instant, language, text] of ages) {
    it(`says '${text}' of ${instant} in ${language}`, () => assert.equal(formatAge(instant, now, language), text));
  }
});

describe('formatSize', () => {
  const sizes: readonly (readonly [bytes: number, language: string, text: string])[] = [
    [0, 'en', '0 byte'],
    [999, 'en', '999 byte'],
    [1_000, 'en', '1 kB'],
    [12_345_678, 'en', '12.3 MB'],
    [123_456_789, 'en', '123 MB'],
    [4_200_000_000, 'en', '4.2 GB'],
    [4_200_000_000, 'de', '4,2\u00a0GB'],
    [9_000_000_000_000_000, 'en', '9,000 TB'],
  ];
  for (const [bytes, language, text] of sizes) {
    it(`says '${text}' of ${bytes} bytes in ${language}`, () => assert.equal(formatSize(bytes, language), text));
  }
});

describe('shortDigest', () => {
  it('keeps the algorithm and twelve digits', () =>
    assert.equal(shortDigest(`sha256:${'0123456789abcdef'.repeat(4)}`), 'sha256:0123456789ab'));
  it('leaves alone what is no digest', () => assert.equal(shortDigest('latest'), 'latest'));
});
