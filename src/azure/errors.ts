import { STATUS_CODES } from 'node:http';
import type { PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { AppError } from '../model/appError';
import type { Message } from '../model/message';
import { message } from '../model/message';
import { redact } from '../model/redact';
import { errorBodyOf } from './answers';
import type { SaidError } from './errorBody';
import { readErrorBody } from './errorBody';
import { forbidden, lockedScopes, refused } from './refusals';
import { addressOf, requestIdOf } from './requestLog';

/** What is used of the errors that the SDK throws; both of its generations throw this shape. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly statusCode?: number;
  readonly request?: PipelineRequest;
  readonly response?: PipelineResponse;
}

interface Answer {
  readonly status: number;
  readonly said: SaidError | undefined;
  readonly body: string;
  readonly response?: PipelineResponse;
}

/** Thrown by credentials, by name: https://learn.microsoft.com/javascript/api/@azure/identity. */
const signInErrors: readonly unknown[] = ['AuthenticationRequiredError', 'CredentialUnavailableError', 'AuthenticationError'];
const longestDetail = 4000;

/**
 * Turns anything thrown on the way to Azure into the product's one error. Its code is Azure's own; where Azure said none, it is the HTTP
 * status's name (`BadGateway`), or one of ours: `Cancelled`, `Timeout` (thrown as such by `timeouts`), `NetworkError`, `UnreadableAnswer`,
 * `SignInFailed`, `OperationFailed`, `Unknown`.
 *
 * `lastAnswer` is the body that told of a long-running operation's failure: the SDK keeps only a sentence of it.
 */
export function toAppError(thrown: unknown, lastAnswer?: string): AppError {
  if (AppError.is(thrown)) return thrown;
  const error: Thrown = typeof thrown === 'object' && thrown !== null ? thrown : { message: thrown };
  if (error.name === 'AbortError') return AppError.cancelled();
  const status = error.statusCode ?? error.response?.status;
  if (status !== undefined) return fromAnswer(error, status);
  const reason = typeof error.message === 'string' && error.message.trim() !== '' ? error.message : undefined;
  if (signInErrors.includes(error.name)) {
    return new AppError('SignInFailed', message('error.unauthorized'), { cause: thrown, detail: redact(reason ?? '') });
  }
  const network = networkReason(error);
  if (network !== undefined) {
    const detail = [error.request && addressOf(error.request), reason].filter(Boolean).join(': ');
    return new AppError('NetworkError', message('error.network', { reason: network }), { cause: thrown, detail: redact(detail) });
  }
  if (lastAnswer !== undefined) return fromOperation(thrown, readErrorBody(lastAnswer), lastAnswer);
  const text = reason === undefined ? message('error.unexplained') : message('error.unknown', { message: reason });
  return new AppError('Unknown', text, { cause: thrown });
}

/** Resolves to undefined where Azure answers 404 with one of the codes; every other failure is passed on. */
export async function unlessAbsent<T>(work: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (AppError.is(error, ...codes) && error.more.status === 404) return undefined;
    throw error;
  }
}

function fromAnswer(error: Thrown, status: number): AppError {
  const body = error.response?.bodyAsText ?? (error.request && errorBodyOf(error.request)) ?? '';
  const said = readErrorBody(body);
  const answer: Answer = { status, said, body, ...(error.response ? { response: error.response } : {}) };
  const { policies = [], message: text = '' } = said ?? {};
  const locked = codeOf(answer) === 'ScopeLocked' ? lockedScopes(text) : [];
  const wait = error.response && retryAfterSeconds(error.response);
  return new AppError(codeOf(answer), sentence(answer), {
    status,
    cause: error,
    detail: detailOf(error, answer),
    ...(wait === undefined ? {} : { retryAfterMs: wait * 1000 }),
    ...(policies.length > 0 ? { policies: policies.map(({ policy }) => policy) } : {}),
    ...(locked.length > 0 ? { lockedScopes: locked } : {}),
  });
}

function fromOperation(cause: unknown, said: SaidError | undefined, body: string): AppError {
  const code = said?.code ?? 'OperationFailed';
  const text = said?.message === undefined ? message('error.operationFailedBare', { code }) : operationFailed(code, said.message);
  return new AppError(code, text, { cause, detail: redact(body.slice(0, longestDetail)) });
}

function operationFailed(code: string, reason: string): Message {
  return message('error.operationFailed', { code, message: reason });
}

function codeOf({ status, said }: Answer): string {
  if (said?.code !== undefined) return said.code;
  return status < 400 ? 'UnreadableAnswer' : (STATUS_CODES[status] ?? `Status ${status}`).replace(/[^A-Za-z0-9]/g, '');
}

/** Which sentence is decided by status and code; Azure's text only fills its blanks. */
function sentence(answer: Answer): Message {
  const { status, said, body } = answer;
  const code = codeOf(answer);
  const text = said?.message;
  if (code === 'NotInSandbox')
    return message('error.notInSandbox', { what: text?.replace(/^The sandbox does not know |\.$/g, '') ?? code });
  if (code === 'UNAUTHORIZED') return message('error.registryUnauthorized');
  if (code === 'DENIED') return message('error.registryDenied');
  if (status === 401) return message('error.unauthorized');
  if (status === 429) return throttled(answer.response);
  if (code === 'AuthorizationFailed' || code === 'LinkedAuthorizationFailed') return forbidden(text);
  const refusal = said && refused(code, said);
  if (refusal) return refusal;
  if (code === 'MissingSubscriptionRegistration') {
    const namespace = /namespace '([^']+)'/.exec(text ?? '')?.[1];
    if (namespace !== undefined) return message('error.missingRegistration', { namespace });
  }
  if (said === undefined && (body !== '' || status < 400)) return message('error.unreadable', { status });
  if (text === undefined) return message('error.azureBare', { status, code });
  return status < 400 ? operationFailed(code, text) : message('error.azure', { status, code, message: text });
}

function throttled(response: PipelineResponse | undefined): Message {
  const seconds = response && retryAfterSeconds(response);
  return seconds === undefined ? message('error.throttledSoon') : message('error.throttled', { seconds });
}

/** `Retry-After` is seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after. */
function retryAfterSeconds(response: PipelineResponse): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

/** Undefined where the error is no failure to reach Azure. */
function networkReason(error: Thrown): string | undefined {
  const code = typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && /^(E[A-Z_]{3,}|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|UND_ERR)/.test(code)) return code;
  if (error.name === 'RestError') return typeof error.message === 'string' && error.message !== '' ? error.message : (code ?? 'RestError');
  return undefined;
}

function detailOf(error: Thrown, { status, body, response }: Answer): string {
  const request = error.request ?? response?.request;
  const requestId = response && requestIdOf(response);
  const head = [request && addressOf(request), String(status), requestId && `x-ms-request-id ${requestId}`].filter(Boolean).join(', ');
  return redact(`${head}\n${body.slice(0, longestDetail)}`.trimEnd());
}
