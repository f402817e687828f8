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

describe('what Azure forbids', () => {
  const action = 'Microsoft.Authorization/roleAssignments/write';
  const violation = (definition: object, assignment: object = {}) => ({ type: 'PolicyViolation', info: { ...definition, ...assignment } });
  const allowed = violation({ policyDefinitionDisplayName: 'Allowed locations', policyDefinitionName: 'e56962a6' });
  const identifiers = JSON.stringify([
    { policyAssignment: { name: 'In Europe', id: '/a' }, policyDefinition: { name: 'Allowed locations', id: '/d' } },
  ]);
  const policy = (more: object = {}) => ({
    error: { code: 'RequestDisallowedByPolicy', target: 'web', message: "Resource 'web' was disallowed by policy.", ...more },
  });
  const locked = (verb: string, scopes: string) => ({
    error: {
      code: 'ScopeLocked',
      message: `The scope '/s/x' cannot perform ${verb} operation because following scope(s) are locked: '${scopes}'. Please remove the lock and try again.`,
    },
  });
  const denied = (name: string) => ({
    error: {
      code: 'DenyAssignmentAuthorizationFailed',
      message: `The client 'c' with object id 'o' has permission to perform action '${action}' on scope '/s/r'; however, the access is denied because of the deny assignment with name '${name}' and Id '0a1b' at scope '/s'.`,
    },
  });
  const abac = `The client 'c' with object id 'o' does not have authorization or an ABAC condition not fulfilled to perform action '${action}' over scope '/s' or the scope is invalid.`;
  interface Row {
    readonly when: string;
    readonly status: number;
    readonly body: object;
    readonly says: RegExp;
    readonly policies?: readonly string[];
    readonly lockedScopes?: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      when: 'one policy, with its assignment',
      status: 403,
      body: policy({
        additionalInfo: [violation({ policyDefinitionDisplayName: 'Allowed locations' }, { policyAssignmentDisplayName: 'In Europe' })],
      }),
      says: /^The policy “Allowed locations”, assigned as “In Europe”, forbids this\. Change what is asked for, or ask/,
      policies: ['Allowed locations'],
    },
    {
      when: 'one policy, without',
      status: 403,
      body: policy({ additionalInfo: [allowed] }),
      says: /^The policy “Allowed locations” forbids this/,
      policies: ['Allowed locations'],
    },
    {
      when: 'a policy that nobody gave a name',
      status: 403,
      body: policy({ additionalInfo: [violation({ policyDefinitionName: 'e56962a6' })] }),
      says: /^The policy “e56962a6” forbids this/,
      policies: ['e56962a6'],
    },
    {
      when: 'several policies',
      status: 403,
      body: policy({ additionalInfo: [allowed, violation({ policyDefinitionDisplayName: 'Tags' }), { type: 'Other', info: {} }] }),
      says: /^Policies of your organization forbid this: “Allowed locations”, “Tags”\./,
      policies: ['Allowed locations', 'Tags'],
    },
    {
      when: 'a policy that only the sentence names',
      status: 403,
      body: policy({ message: `Resource 'web' was disallowed by policy. Policy identifiers: '${identifiers}'.` }),
      says: /^The policy “Allowed locations”, assigned as “In Europe”, forbids this/,
      policies: ['Allowed locations'],
    },
    {
      when: 'a policy within a deployment',
      status: 400,
      body: { error: { code: 'DeploymentFailed', message: 'See details.', details: [policy({ additionalInfo: [allowed] }).error] } },
      says: /^The policy “Allowed locations” forbids this/,
      policies: ['Allowed locations'],
    },
    {
      when: 'a policy without a name',
      status: 403,
      body: policy(),
      says: /^A policy .* Azure answered: Resource 'web' was disallowed by policy\.$/,
    },
    {
      when: 'a lock against writing',
      status: 409,
      body: locked('write', '/s/rg'),
      says: /^A read-only lock forbids every change here\. Locked: \/s\/rg\. Remove the lock, or ask whoever put it there\.$/,
      lockedScopes: ['/s/rg'],
    },
    {
      when: 'locks against deleting',
      status: 409,
      body: locked('delete', '/s/rg,/s/rg/x'),
      says: /^A lock forbids deleting this\. Locked: \/s\/rg, \/s\/rg\/x\./,
      lockedScopes: ['/s/rg', '/s/rg/x'],
    },
    {
      when: 'a lock in other words',
      status: 409,
      body: { error: { code: 'ScopeLocked', message: 'Locked.' } },
      says: /^A lock forbids this\. .*Locked\.$/,
    },
    {
      when: 'a deny assignment',
      status: 403,
      body: denied("Deny assignment 'x' created by Deployment Stack '/s/st'."),
      says: /^The deny assignment “Deny assignment 'x' created by Deployment Stack '\/s\/st'\.” at \/s forbids Microsoft\.Authorization/,
    },
    {
      when: 'a deny assignment in other words',
      status: 403,
      body: { error: { code: 'DenyAssignmentAuthorizationFailed', message: 'No.' } },
      says: /^A deny assignment forbids this, .*No\.$/,
    },
    {
      when: 'a condition of a delegation',
      status: 403,
      body: { error: { code: 'AuthorizationFailed', message: abac } },
      says: /is missing on \/s, or you have it under a condition/,
    },
    {
      when: 'a principal that is not known',
      status: 400,
      body: { error: { code: 'PrincipalNotFound', message: 'Principal p …' } },
      says: /Try again in a minute, and check that the id is its object id/,
    },
    {
      when: 'an assignment that is there',
      status: 409,
      body: { error: { code: 'RoleAssignmentExists', message: 'x' } },
      says: /^This principal has the same role there already\./,
    },
    {
      when: 'too many assignments',
      status: 400,
      body: { error: { code: 'RoleAssignmentLimitExceeded', message: 'x' } },
      says: /^The subscription has as many role assignments as it may\./,
    },
  ];
  for (const { when, status, body, says, policies, lockedScopes } of rows) {
    it(`is told with what to do about it: ${when}`, () => {
      const error = toAppError(answered(status, body));
      assert.match(inEnglish(error.userMessage), says);
      assert.deepEqual([error.more.policies, error.more.lockedScopes], [policies, lockedScopes]);
      assertSentence(error);
    });
  }
});

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
      when: 'a linked action is missing, with how many scopes there are',
      thrown: answered(403, { error: { code: 'LinkedAuthorizationFailed', message: linked.replace('the linked', "the '1' linked") } }),
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
