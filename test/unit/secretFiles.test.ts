import assert from 'node:assert/strict';
import { fileContent, fileNames, suggestedNames } from '../../src/deploy/secretFiles';

const contents: readonly [string, Uint8Array][] = [
  ['line breaks of every kind', Buffer.from('-----BEGIN CERTIFICATE-----\nTUlJ\r\n-----END CERTIFICATE-----\n\n')],
  ['text that is not ASCII', Buffer.from('Größe=1\n')],
  ['a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)],
  ['bytes that are no text', Uint8Array.from({ length: 256 }, (_unused, byte) => byte)],
  ['a part of a longer buffer', new Uint8Array(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2)],
  ['nothing', new Uint8Array()],
];

const written: readonly [string, readonly string[] | undefined][] = [
  ['a.pem', ['a.pem']],
  ['a.pem, .env ,b', ['a.pem', '.env', 'b']],
  ['', undefined],
  ['a.pem,', undefined],
  ['a.pem, a.pem', undefined],
  ['my cert.pem', undefined],
  ['certs/a.pem', undefined],
  ['C:a.pem', undefined],
  ['1,2,3,4,5,6,7,8,9,10', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']],
  ['1,2,3,4,5,6,7,8,9,10,11', undefined],
];

const chosen: readonly [readonly string[], readonly string[]][] = [
  [
    ['tls.pem', '.env'],
    ['tls.pem', '.env'],
  ],
  [['my cert, new: 2.pem'], ['my-cert-new-2.pem']],
  [
    ['a b', 'a-b', 'a:b', 'a-b-2'],
    ['a-b', 'a-b-2', 'a-b-3', 'a-b-2-2'],
  ],
];

describe('files of secret volumes', () => {
  for (const [what, bytes] of contents) {
    it(`arrive whole: ${what}`, () => assert.deepEqual([...Buffer.from(fileContent(bytes), 'base64')], [...bytes]));
  }

  for (const [text, names] of written) {
    it(`are ${names ? '' : 'not '}named by '${text}'`, () => assert.deepEqual(fileNames(text), names));
  }

  for (const [files, names] of chosen) {
    it(`are named after ${files.join(' | ')} in a way that can be taken`, () => {
      assert.deepEqual(suggestedNames(files), names);
      assert.deepEqual(fileNames(names.join(', ')), names);
    });
  }
});
