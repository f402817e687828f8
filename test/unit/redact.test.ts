import assert from 'node:assert/strict';
import { redact } from '../../src/model/redact';

/** Shaped like a JSON Web Token, and none. */
const token = ['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiJub2JvZHkifQ', 'c2lnbmF0dXJl'].join('.');

describe('redact', () => {
  const cases: readonly (readonly [what: string, text: string, expected: string])[] = [
    ['a bearer token', `Authorization: Bearer ${token}`, 'Authorization: Bearer ***'],
    ['basic credentials', 'authorization: basic dXNlcjpwYXNzd29yZA==', 'authorization: basic ***'],
    ['a token that stands alone', `got ${token}, then 401`, 'got ***, then 401'],
    [
      'a password in JSON',
      '{"server":"x.azurecr.io","password":"a\\"b","username":"u"}',
      '{"server":"x.azurecr.io","password":"***","username":"u"}',
    ],
    ['a secure value in JSON', '{ "secureValue" : "s" }', '{ "secureValue" : "***" }'],
    [
      'a refresh token in a form',
      `grant_type=refresh_token&refresh_token=abc&scope=x`,
      'grant_type=refresh_token&refresh_token=***&scope=x',
    ],
    ['a signature in an address', 'https://x.example/blob?se=1&sig=abc%3D', 'https://x.example/blob?se=1&sig=***'],
  ];
  for (const [what, text, expected] of cases) {
    it(`takes out ${what}`, () => assert.equal(redact(text), expected));
  }

  it('leaves an ordinary line as it is', () => {
    const line = 'PUT management.azure.com/subscriptions/1/resourceGroups/rg 201 in 120 ms (request 7c1d)';
    assert.equal(redact(line), line);
  });
});
