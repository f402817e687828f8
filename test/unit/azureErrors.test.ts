import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { toAppError } from '../../src/azure/errors';
import { AppError } from '../../src/model/appError';
import { inEnglish } from '../../src/model/message';
import { FakeAzure } from './fakeAzure';

const corpus = resolve(process.env['KEYLESS_CORPUS'] ?? '../shared/corpus');
const group = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/web';
const url = `https://management.azure.com${group}?api-version=1&t=signature`;

/** As the SDK throws where Azure answered. */
function answered(status: number, body: unknown, headers: Record<string, string> = {}): RestError {
  const request = createPipelineRequest({ url, method: 'PUT' });
  const bodyAsText = typeof body === 'string' ? body : JSON.stringify(body);
  const response = { request, status, headers: createHttpHeaders(headers), bodyAsText };
  return new RestError('the SDK says', { statusCode: status, request, response });
}

function assertSentence(error: AppError): void {
  const sentence = inEnglish(error.userMessage);
  assert.ok(sentence.trim().length > 4, `'${sentence}' is no sentence.`);
  assert.doesNotMatch(sentence, /\[object|undefined|\bnull\b|[{}]\s*$|^\s*[{<]/, sentence);
}

describe('every error body that Azure was seen to send', () => {
  const folders = ['recorded', 'quoted'].map((name) => join(corpus, 'errors', name));
  if (!folders.every(existsSync)) {
    console.log(`    skipped: no error bodies at ${corpus}`);
    it.skip('has its own code and a sentence');
    return;
  }
  for (const file of folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))) {
    if (!file.endsWith('.json')) continue;
    const name = basename(file, '.json');
    it(`${name} has its own code and a sentence`, () => {
      const text = readFileSync(file, 'utf8');
      const status = Number(/^(\d{3})-|-(\d{3})$/.exec(name)?.slice(1).find(Boolean) ?? 400);
      const error = toAppError(answered(status, text));
      assert.equal(error.code, innermostCode(text) ?? nameless[name] ?? 'BadRequest');
      assert.equal(error.more.status, status);
      assertSentence(error);
    });
  }
});

/** Bodies without any code: their file's code is that of an event. */
const nameless: Readonly<Record<string, string>> = {
  'aci-events-failed-pull': 'Failed',
  'aci-operation-Failed-InsufficientCapacity': 'InsufficientCapacity',
};

/** By the text alone: the last code in it, unless that one only repeats or details an earlier one. */
function innermostCode(text: string): string | undefined {
  const codes = [...text.matchAll(/\\?"code\\?"\s*:\s*\\?"([^"\\]+)\\?"/g)].map((match) => match[1]);
  return codes[0] === 'DeploymentFailed' ? codes.at(-1) : codes[0];
}

describe('turning what was thrown into an AppError', () => {
  interface Row {
    readonly when: string;
    readonly thrown: unknown;
    readonly code: string;
    readonly says: RegExp;
  }
  const message = "The client 'c' with object id 'o' does not have authorization to perform action 'A/b/write' over scope '/s' or …";
  const linked =
    "The client 'c' has permission to perform action 'A/b/write' on scope '/s'; however, it does not have permission to perform action 'M/i/assign/action' on the linked scope(s) '/i' or the linked scope(s) are invalid.";
  const rows: readonly Row[] = [
    {
      when: 'an action is missing',
      thrown: answered(403, { error: { code: 'AuthorizationFailed', message } }),
      code: 'AuthorizationFailed',
      says: /A\/b\/write is missing on \/s\./,
    },
    {
      when: 'a linked action is missing',
      thrown: answered(403, { error: { code: 'LinkedAuthorizationFailed', message: linked } }),
      code: 'LinkedAuthorizationFailed',
      says: /M\/i\/assign\/action is missing on \/i\./,
    },
    {
      when: 'the words of a refusal have changed',
      thrown: answered(403, { error: { code: 'AuthorizationFailed', message: 'No.' } }),
      code: 'AuthorizationFailed',
      says: /Azure answered: No\./,
    },
    {
      when: 'a provider is not registered',
      thrown: answered(409, {
        error: { code: 'MissingSubscriptionRegistration', message: "not registered to use namespace 'Microsoft.X'." },
      }),
      code: 'MissingSubscriptionRegistration',
      says: /not registered for Microsoft\.X/,
    },
    {
      when: 'Azure throttles and says for how long',
      thrown: answered(429, { error: { code: 'TooManyRequests', message: 'slow' } }, { 'retry-after': '17' }),
      code: 'TooManyRequests',
      says: /in 17 seconds/,
    },
    { when: 'Azure throttles and does not say for how long', thrown: answered(429, ''), code: 'TooManyRequests', says: /in a moment/ },
    {
      when: 'the sign-in is not accepted',
      thrown: answered(401, { error: { code: 'InvalidAuthenticationToken', message: 'expired' } }),
      code: 'InvalidAuthenticationToken',
      says: /Sign in again/,
    },
    {
      when: 'a registry refuses',
      thrown: answered(401, { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: null }] }),
      code: 'UNAUTHORIZED',
      says: /registry did not accept you/,
    },
    {
      when: "a registry's firewall refuses",
      thrown: answered(403, { errors: [{ code: 'DENIED', message: 'client with IP …' }] }),
      code: 'DENIED',
      says: /network rules/,
    },
    {
      when: 'a proxy answers with a page',
      thrown: answered(502, '<html><body>Bad</body></html>', { 'content-type': 'text/html' }),
      code: 'BadGateway',
      says: /not JSON \(status 502\)/,
    },
    {
      when: 'a success is a page',
      thrown: answered(200, '<html>sign in to the hotel</html>'),
      code: 'UnreadableAnswer',
      says: /not JSON \(status 200\)/,
    },
    {
      when: 'there is only a status',
      thrown: answered(500, ''),
      code: 'InternalServerError',
      says: /500 InternalServerError and gave no reason/,
    },
    {
      when: 'a message is null',
      thrown: answered(400, { error: { code: 'X', message: null } }),
      code: 'X',
      says: /400 X and gave no reason/,
    },
    {
      when: 'the code is empty',
      thrown: answered(409, { error: { code: '', message: 'Busy.' } }),
      code: 'Conflict',
      says: /409 Conflict: Busy\./,
    },
    {
      when: 'an operation failed in its body',
      thrown: answered(200, { status: 'Failed', error: { code: 'NoRoom', message: 'Full.' } }),
      code: 'NoRoom',
      says: /gave up with NoRoom: Full\./,
    },
    {
      when: 'the sandbox has a gap',
      thrown: answered(501, { error: { code: 'NotInSandbox', message: 'The sandbox does not know GET /x.' } }),
      code: 'NotInSandbox',
      says: /sandbox does not know this yet: GET \/x\.$/,
    },
    {
      when: 'the connection is lost',
      thrown: new RestError('socket hang up', { code: 'ECONNRESET' }),
      code: 'NetworkError',
      says: /\(ECONNRESET\)/,
    },
    {
      when: 'the host is not found, without the SDK',
      thrown: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
      code: 'NetworkError',
      says: /\(ENOTFOUND\)/,
    },
    {
      when: 'the SDK could not send and has no system code',
      thrown: new RestError('proxy said no', { code: 'REQUEST_SEND_ERROR' }),
      code: 'NetworkError',
      says: /\(proxy said no\)/,
    },
    {
      when: 'the credential gives up',
      thrown: Object.assign(new Error('interaction required'), { name: 'AuthenticationRequiredError' }),
      code: 'SignInFailed',
      says: /Sign in again/,
    },
    { when: 'the signal was aborted', thrown: new DOMException('stop', 'AbortError'), code: 'Cancelled', says: /Cancelled/ },
    { when: 'it is a plain error', thrown: new Error('Boom.'), code: 'Unknown', says: /^Boom\.$/ },
    { when: 'it is a text', thrown: 'Boom.', code: 'Unknown', says: /^Boom\.$/ },
    { when: 'it is an object with nothing in it', thrown: {}, code: 'Unknown', says: /nothing said what/ },
    { when: 'it is nothing', thrown: undefined, code: 'Unknown', says: /nothing said what/ },
  ];
  for (const { when, thrown, code, says } of rows) {
    it(`says ${code} when ${when}`, () => {
      const error = toAppError(thrown);
      assert.equal(error.code, code);
      assert.match(inEnglish(error.userMessage), says);
      assertSentence(error);
    });
  }

  it('passes an AppError on as it is', () => {
    const error = AppError.cancelled();
    assert.equal(toAppError(error), error);
  });

  it('reads a throttling date as seconds from now', () => {
    const until = new Date(Date.now() + 30_000).toUTCString();
    const seconds = Number(toAppError(answered(429, '', { 'retry-after': until })).userMessage.args['seconds']);
    assert.ok(seconds >= 28 && seconds <= 31, `${seconds}`);
  });

  it('keeps the request id and the address for the log, without the query', () => {
    const { detail } = toAppError(answered(409, { error: { code: 'X', message: 'y' } }, { 'x-ms-request-id': 'r-1' })).more;
    assert.match(detail ?? '', /PUT management\.azure\.com\/subscriptions\/s\/.*409.*r-1/);
    assert.doesNotMatch(detail ?? '', /signature/);
  });

  it('keeps no token that a body repeats', () => {
    const token = ['eyJhbGciOiJub25l', 'eyJvaWQiOiJtZSJ9', 'c2ln'].join('.');
    const { detail } = toAppError(answered(400, { error: { code: 'X', message: `Bearer ${token}` } })).more;
    assert.ok(detail && !detail.includes(token));
  });

  it("takes the code of a failed operation from the last answer, not from the SDK's sentence", () => {
    const error = toAppError(
      new Error('The long-running operation has failed'),
      '{"status":"Failed","error":{"code":"NoRoom","message":"Full."}}',
    );
    assert.equal(error.code, 'NoRoom');
    assert.match(inEnglish(error.userMessage), /Full\./);
  });

  it('stops at bodies that nest without end', () => {
    let body: unknown = { code: 'Inner', message: 'inner' };
    for (let depth = 0; depth < 40; depth++) body = { error: body };
    assert.equal(toAppError(answered(400, body)).code, 'BadRequest');
  });
});

describe('both generations of the SDK', () => {
  const body = { error: { code: 'OwnCode', message: 'Own words.' } };
  const calls: readonly [string, (azure: ReturnType<FakeAzure['connect']>) => Promise<unknown>][] = [
    ['the older (identities)', (azure) => azure.identities.list('s')],
    ['the newer (registries)', (azure) => azure.registries.list('s')],
    ['plain requests (access)', (azure) => azure.access.permissions('/subscriptions/s')],
    ['the data plane (images)', (azure) => azure.images.repositories('r.azurecr.io')],
  ];
  for (const [generation, run] of calls) {
    it(`tell Azure's code and words: ${generation}`, async () => {
      await assert.rejects(run(new FakeAzure({ status: 400, body }).connect()), (error) => {
        assert.ok(AppError.is(error, 'OwnCode'), String(error));
        assert.match(inEnglish(error.userMessage), /400 OwnCode: Own words\./);
        return true;
      });
    });
    it(`tell a page from an answer: ${generation}`, async () => {
      const page = { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } };
      await assert.rejects(run(new FakeAzure(page).connect()), (error) => AppError.is(error, 'BadGateway'));
    });
    it(`tell a page from a success: ${generation}`, async () => {
      const page = { body: '<html>', headers: { 'content-type': 'text/html; charset=utf-8' } };
      await assert.rejects(run(new FakeAzure(page).connect()), (error) => AppError.is(error, 'UnreadableAnswer'));
    });
    it(`tell a page that claims to be JSON: ${generation}`, async () => {
      await assert.rejects(run(new FakeAzure({ body: '<html>' }).connect()), (error) => AppError.is(error, 'UnreadableAnswer'));
    });
  }
});
